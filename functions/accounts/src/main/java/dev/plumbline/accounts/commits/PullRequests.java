package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Stalled;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pull requests of the live repository at its provider: one comment of ours on each, in as many parts as it takes,
 * updated where it is, and what is wrong with lines. Doing the same again changes nothing.
 */
public final class PullRequests {

    private final PullRequestApi api;

    private PullRequests(PullRequestApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /**
     * Returns the pull requests of a repository, or nothing where its provider has no comments on them that we know.
     *
     * @param repositoryId exact id of the repository with its provider, {@code github:12345}
     * @param repository clone URL of the repository, whose path names it
     * @param base base URL of the provider's API; http only on a loopback address
     * @param token asked for each time, so that a replaced one is used at once
     * @throws Stalled where a part of that is wrong; says which
     */
    public static Optional<PullRequests> of(String repositoryId, URI repository, URI base, Supplier<Secret> token) {
        ProviderRequests requests = new ProviderRequests(base, token);
        return switch (StatusApi.of(repositoryId, repository)) {
            case StatusApi.GitHub gitHub ->
                Optional.of(new PullRequests(new GitHubPullRequests(gitHub.repository(), requests)));
            case StatusApi.GitLab gitLab ->
                Optional.of(new PullRequests(new GitLabPullRequests(gitLab.project(), requests)));
            case StatusApi.Bitbucket bitbucket ->
                Optional.of(new PullRequests(new BitbucketPullRequests(bitbucket.repository(), requests)));
            case StatusApi.None _ -> Optional.empty();
        };
    }

    /** Returns how a comment may look. */
    public CommentForm form() {
        return api.form();
    }

    /**
     * Makes our comment on a pull request say this and nothing else: parts that are there are updated, missing ones are
     * added, and what is left over is deleted. A comment is ours where it holds the mark and we wrote it.
     *
     * @param number the pull request's number
     * @param mark what tells our comment from others of the same author; stands in every part
     * @param parts what it is to say, none of them longer than the form allows
     * @throws Failure of the kind that a refusal means
     */
    public void comment(String number, String mark, List<String> parts) {
        List<PullRequestApi.Comment> there = api.comments(number).stream()
                .filter(comment -> comment.text().contains(mark))
                .toList();
        for (int index = 0; index < Math.max(there.size(), parts.size()); index++) {
            if (index >= parts.size()) {
                api.delete(there.get(index));
            } else if (index >= there.size()) {
                api.create(number, parts.get(index));
            } else if (!there.get(index).text().equals(parts.get(index))) {
                api.update(there.get(index), parts.get(index));
            }
        }
    }

    /**
     * Shows what is wrong at its lines, as far as the provider can; what was shown before goes. Whoever calls this says
     * all of it in the comment as well.
     *
     * @param number the pull request's number
     * @param commit its commit
     * @param mark what tells ours from others of the same author
     * @throws Failure of the kind that a refusal means
     */
    public void annotate(String number, String commit, String mark, List<Annotation> annotations) {
        api.annotate(number, commit, mark, annotations);
    }
}
