package dev.plumbline.accounts.calls;

/**
 * How the operations of a service that answer in pages name the place of the next one, as botocore's paginators have
 * it.
 */
enum Cursor {
    /** A token whose name begins in lower case where it is answered, as EC2 spells all of its answers. */
    EC2("NextToken", "nextToken"),
    /** A token. */
    TOKEN("NextToken", "NextToken"),
    /** A token at a path or in a document of a REST service. */
    REST("nextToken", "nextToken"),
    /** A marker. */
    MARKER("Marker", "Marker");

    private final String asked;
    private final String answered;

    Cursor(String asked, String answered) {
        this.asked = asked;
        this.answered = answered;
    }

    /** Returns the parameter that asks for the next page. */
    String asked() {
        return asked;
    }

    /** Returns the field of an answer that tells of a next page. */
    String answered() {
        return answered;
    }
}
