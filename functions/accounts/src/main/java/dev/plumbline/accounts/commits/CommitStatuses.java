package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.net.URI;
import java.util.function.Supplier;

/**
 * The statuses of the live repository's commits at its provider. Setting the same status again changes nothing.
 * CodeCommit has no such thing: nothing is set there.
 */
public final class CommitStatuses {

    private final StatusApi api;
    private final StatusRequests requests;

    private CommitStatuses(StatusApi api, StatusRequests requests) {
        this.api = requireNonNull(api, "api is null");
        this.requests = requireNonNull(requests, "requests is null");
    }

    /**
     * Returns the statuses of a repository.
     *
     * @param repositoryId exact id of the repository with its provider, {@code github:12345}
     * @param repository clone URL of the repository, whose path names it
     * @param base base URL of the provider's API: {@code https://api.github.com}, {@code https://gitlab.com/api/v4},
     *     {@code https://api.bitbucket.org/2.0}; http only on a loopback address
     * @param token asked for each time, so that a replaced one is used at once
     * @throws Stalled when a part of that is wrong; says which
     */
    public static CommitStatuses of(String repositoryId, URI repository, URI base, Supplier<Secret> token) {
        StatusApi api = StatusApi.of(repositoryId, repository);
        return new CommitStatuses(api, new StatusRequests(base, token));
    }

    /**
     * Sets a status.
     *
     * @throws Retryable when the provider is busy or cannot be reached
     * @throws Stalled when it refuses: a token that may not, a commit or repository that it does not know
     */
    public void set(CommitStatus status) {
        switch (api) {
            case StatusApi.GitHub gitHub -> requests.post(gitHub.path(status), StatusApi.GitHub.body(status));
            case StatusApi.GitLab gitLab -> requests.post(gitLab.path(status), StatusApi.GitLab.body(status));
            case StatusApi.Bitbucket bitbucket ->
                requests.post(bitbucket.path(status), StatusApi.Bitbucket.body(status));
            case StatusApi.None _ -> {
                // There is nowhere to put it.
            }
        }
    }
}
