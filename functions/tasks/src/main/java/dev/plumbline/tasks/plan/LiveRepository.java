package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.estate.source.GitCredentials;
import dev.plumbline.estate.source.GitRemote;
import dev.plumbline.estate.source.GitSource;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one live repository that this installation deploys. Everything about it comes from the installation's
 * configuration.
 *
 * @param id its exact id with its provider
 * @param branch the branch that is deployed
 * @param url the clone URL
 * @param hosts the hosts that it may lie on, separated by commas
 * @param secretArn ARN of the secret with which it is read, empty for a public one
 * @param gated whether only commits are deployed that a green workflow vouches for
 */
public record LiveRepository(String id, String branch, String url, String hosts, String secretArn, boolean gated) {

    /** Checks that nothing is missing. */
    public LiveRepository {
        requireNonNull(id, "id is null");
        requireNonNull(branch, "branch is null");
        requireNonNull(url, "url is null");
        requireNonNull(hosts, "hosts is null");
        requireNonNull(secretArn, "secretArn is null");
    }

    /** Opens it. The secret is asked for each time, so that a new one is used at once. */
    GitSource open(Secrets secrets) {
        Set<String> allowed = Arrays.stream(hosts.split(","))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        GitCredentials credentials = secretArn.isEmpty()
                ? new GitCredentials.Anonymous()
                : GitCredentials.parse(secrets.current(secretArn), id);
        return new GitSource(GitRemote.of(url, allowed), credentials);
    }
}
