package dev.plumbline.accounts.resources;

/** The identifier by which Cloud Control knows a resource. */
sealed interface Identifier {

    /** This is it. */
    record Known(String value) implements Identifier {}

    /** The resource is not there, so that it has none. */
    record Absent() implements Identifier {}

    /** It does not follow from what CloudFormation lists. */
    record Unknown(String reason) implements Identifier {}
}
