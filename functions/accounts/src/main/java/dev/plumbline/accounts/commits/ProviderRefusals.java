package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The one table of what a provider's refusals mean. It says what to do, and never the provider's own words.
 *
 * @param what what could not be done, such as {@code The commit's status cannot be set}
 * @param permission what the token has to be allowed, such as {@code may set commit statuses}
 * @param subject what the provider may not have any more, such as {@code the commit}
 */
record ProviderRefusals(String what, String permission, String subject) {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    ProviderRefusals {
        requireNonNull(what, "what is null");
        requireNonNull(permission, "permission is null");
        requireNonNull(subject, "subject is null");
    }

    /**
     * Checks that an API's address is one that a token may be sent to.
     *
     * @throws Stalled where it is not
     */
    static void checkAddress(URI base) {
        String host = Optional.ofNullable(base.getHost()).orElse("");
        boolean isSafe = "http".equals(base.getScheme())
                ? LOOPBACK.contains(host)
                : "https".equals(base.getScheme()) && !host.isEmpty();
        if (!isSafe || base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new Stalled("PLUMBLINE_STATUS_API is not an https URL: correct the parameter StatusApi");
        }
    }

    /** Returns what an answer that is a refusal means. */
    Failure failure(int status, Optional<String> retryAfter, Optional<String> remaining) {
        String wait =
                retryAfter.filter(seconds -> seconds.matches("[0-9]{1,6}")).orElse("");
        boolean isSpent = remaining.filter("0"::equals).isPresent();
        if (status == 429 || status >= 500 || (status == 403 && (isSpent || !wait.isEmpty()))) {
            return new Retryable(what + " now: its provider answers " + status
                    + (wait.isEmpty() ? "" : " and asks to wait " + wait + " seconds"));
        }
        return new Stalled(what + ": its provider answers " + status + ". " + advice(status));
    }

    private String advice(int status) {
        return switch (status) {
            case 401, 403 -> "Put a token that " + permission + " into the secret of StatusSecretArn.";
            case 404 ->
                "Check StatusApi, RepositoryUrl and RepositoryId, and whether the token may see the repository.";
            case 301, 302, 307, 308 -> "The repository or the API has moved: correct RepositoryUrl or StatusApi.";
            default -> "Check StatusApi, and whether the provider still has " + subject + ".";
        };
    }
}
