package dev.plumbline.accounts.calls;

/** How an operation is spelled in a request. */
enum Protocol {
    /** A form, answered in XML; lists are counted from one. */
    EC2_QUERY,
    /** A form, answered in XML; lists are counted from one behind {@code member}. */
    QUERY,
    /** A document and the name of the operation in a header. */
    JSON,
    /** A document at a path. */
    REST_JSON,
    /** An XML document at a path, as S3 wants it. */
    REST_XML
}
