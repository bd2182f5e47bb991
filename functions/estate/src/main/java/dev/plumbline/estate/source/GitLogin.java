package dev.plumbline.estate.source;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Turns credentials into what Git understands: a GitHub App becomes a short-lived token, kept until it nears its end.
 */
final class GitLogin {

    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final GitCredentials credentials;
    private final InstantSource clock;
    private GitHubAppTokens.@Nullable Issued issued;

    GitLogin(GitCredentials credentials, InstantSource clock) {
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns what to show: nothing, or a token. */
    synchronized GitCredentials credentials() {
        return switch (credentials) {
            case GitCredentials.Anonymous none -> none;
            case GitCredentials.Token token -> token;
            case GitCredentials.GitHubApp app -> installation(app);
        };
    }

    private GitCredentials installation(GitCredentials.GitHubApp app) {
        GitHubAppTokens.Issued current = issued;
        if (current == null || !clock.instant().isBefore(current.expiresAt().minus(MARGIN))) {
            current = new GitHubAppTokens(app, clock).issue();
            issued = current;
        }
        return new GitCredentials.Token("x-access-token", current.token());
    }
}
