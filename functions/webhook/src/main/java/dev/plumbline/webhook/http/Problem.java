package dev.plumbline.webhook.http;

import static java.util.Objects.requireNonNull;

/**
 * An error as RFC 9457 has it. Its words are fixed: nothing of the delivery and nothing of an exception stands in it.
 *
 * @param status the HTTP status
 * @param title what kind of problem it is
 * @param detail what to do about it
 */
public record Problem(int status, String title, String detail) {

    /** The media type of a problem document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Nobody proved who they are. Says the same whatever was missing. */
    public static final Problem UNAUTHENTICATED = new Problem(
            401, "Unauthorized", "The delivery carries no valid signature of a provider whose secret is set.");

    /** The body is larger than any delivery that is read. */
    public static final Problem TOO_LARGE =
            new Problem(413, "Content Too Large", "Deliveries of more than 6 MB are not read.");

    /** The path or method leads nowhere. */
    public static final Problem NOT_FOUND = new Problem(404, "Not Found", "Deliveries are taken by POST at /.");

    /** A form was sent. */
    public static final Problem NOT_JSON =
            new Problem(415, "Unsupported Media Type", "Set the webhook's content type to application/json.");

    /** A passing fault on AWS. */
    public static final Problem BUSY =
            new Problem(503, "Service Unavailable", "The run could not be started now. Deliver again later.");

    /** A fault that does not pass. */
    public static final Problem BROKEN = new Problem(
            500, "Internal Server Error", "The delivery could not be handled. The log of plumbline-webhook says why.");

    /** Checks that nothing is missing. */
    public Problem {
        requireNonNull(title, "title is null");
        requireNonNull(detail, "detail is null");
    }

    /** Returns the problem of an authentic delivery that is not what its event says. */
    public static Problem unreadable(String detail) {
        return new Problem(422, "Unprocessable Content", detail);
    }
}
