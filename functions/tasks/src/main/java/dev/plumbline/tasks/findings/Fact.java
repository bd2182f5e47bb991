package dev.plumbline.tasks.findings;

import java.util.Optional;
import java.util.regex.Pattern;

/** A kind of thing that a finding may be about, and what its id looks like. What looks otherwise is no fact. */
public enum Fact {
    /** The account as a whole. */
    ACCOUNT("[0-9]{12}"),
    /** A security group. */
    GROUP("sg-[0-9a-f]{8,17}"),
    /** A VPC. */
    VPC("vpc-[0-9a-f]{8,17}"),
    /** The subnet of an instance. */
    SUBNET("subnet-[0-9a-f]{8,17}"),
    /** An instance. */
    INSTANCE("i-[0-9a-f]{8,17}"),
    /** A remote address. */
    ADDRESS("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}"),
    /** The port of the account's own side of a connection. */
    PORT("[1-9][0-9]{0,4}"),
    /** A bucket. */
    BUCKET("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
    /** An access point of S3. */
    ACCESS_POINT("[a-z0-9][a-z0-9-]{1,48}[a-z0-9]"),
    /** A trail, by name or ARN. */
    TRAIL("(?:arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:[0-9]{12}:trail/)?[A-Za-z0-9][A-Za-z0-9._-]{2,127}"),
    /** A database, by its name. */
    DATABASE("[A-Za-z][A-Za-z0-9-]{0,62}"),
    /** A database, by the id that AWS gave it. */
    DATABASE_ID("db-[A-Z0-9]{8,64}"),
    /** A cluster. */
    CLUSTER("[0-9A-Za-z][A-Za-z0-9_-]{0,99}"),
    /** An access key. */
    KEY("A[KS]IA[A-Z0-9]{12,124}"),
    /** A user, by name. */
    USER("[A-Za-z0-9+=,.@_-]{1,64}"),
    /** A user, by the id that AWS gave it. */
    USER_ID("AIDA[A-Z0-9]{12,124}"),
    /** A role, by name. */
    ROLE("[A-Za-z0-9+=,.@_-]{1,64}"),
    /** The part that the resource had in what was found: it did it, or it was done to it. */
    PART("ACTOR|TARGET"),
    /** Any other resource, for people. */
    RESOURCE("[A-Za-z0-9+=,.@_:/ -]{1,256}");

    /** The {@link #PART} of who did it. */
    public static final String ACTOR = "ACTOR";

    // A pattern never changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Pattern form;

    Fact(String form) {
        this.form = Pattern.compile(form);
    }

    /** Returns an id of this kind, or nothing where the text does not look like one. */
    public Optional<String> read(String text) {
        return form.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
