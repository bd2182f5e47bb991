package dev.plumbline.estate.source;

import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;

/** The table of what a Git server's refusal means for us. The status decides, not the library's wording. */
final class GitRefusals {

    private GitRefusals() {}

    static Failure failure(GuardedConnections connections, Exception cause) {
        if (connections.overflowed()
                || isCausedBy(cause, TooLargeObjectInPackException.class)
                || isCausedBy(cause, TooLargePackException.class)) {
            return new Invalid(
                    "The live repository is too large to be read: keep large files out of its newest commit", cause);
        }
        if (isCausedBy(cause, RemoteRepositoryException.class)) {
            return new Invalid(
                    "The Git server does not hand out this commit: it is there no more, or never was", cause);
        }
        int status = connections.lastStatus();
        return switch (status) {
            case 401, 403 ->
                new Stalled(
                        "The Git server refuses the credentials (status " + status + "). Put a token or a GitHub App"
                                + " that may read the live repository into the Git secret.",
                        cause);
            case 404, 410 ->
                new Stalled(
                        "The Git server knows no such repository, or does not show it to these credentials. Check"
                                + " PLUMBLINE_REPOSITORY and what the Git secret's token may read.",
                        cause);
            case 301, 302, 303, 307, 308 ->
                new Stalled(
                        "The Git server says that the repository has moved. Redirects are not followed: set"
                                + " PLUMBLINE_REPOSITORY to its new URL.",
                        cause);
            default -> new Retryable("The Git server cannot be read now" + suffix(status), cause);
        };
    }

    /** Whether an exception of a kind is the exception itself or among its causes; the library wraps most of them. */
    static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String suffix(int status) {
        return status == 0 ? "" : " (status " + status + ")";
    }
}
