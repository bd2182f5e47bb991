package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.commits.Annotation;
import dev.plumbline.accounts.commits.CommitState;
import dev.plumbline.accounts.commits.CommitStatus;
import dev.plumbline.accounts.commits.PullRequests;
import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.estate.Problem;
import dev.plumbline.failure.Stalled;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells a plan where its pull request is discussed: one comment, updated in place, problems at their lines, and the
 * status of the commit. A provider that is busy is asked again by whoever repeats this; one that refuses is logged, so
 * that a token which may set statuses and nothing else still sets them.
 */
public final class PlanNotes {

    private static final String CONTEXT = "plan";

    private final Supplier<Optional<PullRequests>> provider;
    private final CommitNotes commits;
    private final Consumer<String> log;

    /**
     * Creates it.
     *
     * @param provider gives the pull requests of the live repository, or nothing where none are set
     * @param log takes whole lines
     */
    public PlanNotes(Supplier<Optional<PullRequests>> provider, CommitNotes commits, Consumer<String> log) {
        this.provider = requireNonNull(provider, "provider is null");
        this.commits = requireNonNull(commits, "commits is null");
        this.log = requireNonNull(log, "log is null");
    }

    /** Says beside the commit that its plan is on its way. */
    void begin(String plan, String commit, URI link) {
        commits.plan(plan, new CommitStatus(commit, CONTEXT, CommitState.PENDING, "Finds out what would change", link));
    }

    /** Says beside a commit that its plan was stopped before it could say anything. */
    public void stopped(String plan, String commit, URI link) {
        if (!isWhole(commit)) {
            return;
        }
        commits.plan(
                plan,
                new CommitStatus(
                        commit,
                        CONTEXT,
                        CommitState.ERROR,
                        "There is no plan: it was stopped, or took too long",
                        link));
    }

    /**
     * Tells a plan.
     *
     * @param number the pull request's number
     * @param commit its commit, also where the plan did not get as far as that
     * @param base the branch that it goes into
     */
    void tell(Preview preview, String number, String commit, String base, URI link) {
        String mark = "plumbline:plan " + base;
        try {
            provider.get().ifPresent(requests -> comment(requests, preview, number, commit, mark, link));
        } catch (Stalled refused) {
            log.accept("The comment of plan " + preview.plan() + " was not written: " + refused.getMessage());
        }
        if (isWhole(commit)) {
            commits.plan(
                    preview.plan(),
                    new CommitStatus(commit, CONTEXT, state(preview), PlanComment.headline(preview), link));
        }
    }

    /** Some providers tell only the beginning of a commit's id, and a plan that never began knows no more. */
    private static boolean isWhole(String commit) {
        return commit.matches("[0-9a-f]{40}|[0-9a-f]{64}");
    }

    private static void comment(
            PullRequests requests, Preview preview, String number, String commit, String mark, URI link) {
        requests.comment(number, mark, new PlanComment(preview, requests.form(), mark, link).parts());
        if (preview.failure().isEmpty()) {
            requests.annotate(number, commit, mark, annotations(preview));
        }
    }

    private static List<Annotation> annotations(Preview preview) {
        return preview.problems().stream().map(PlanNotes::annotation).toList();
    }

    private static Annotation annotation(Problem problem) {
        return new Annotation(
                problem.file(),
                problem.line(),
                problem.code().toString(),
                problem.message() + (problem.hint().isEmpty() ? "" : " (" + problem.hint() + ")"));
    }

    /** What cannot be tried is for whoever runs the accounts; what is wrong is the commit's. */
    private static CommitState state(Preview preview) {
        if (!preview.failure().isEmpty()) {
            return CommitState.ERROR;
        }
        return preview.good() ? CommitState.SUCCESS : CommitState.FAILURE;
    }
}
