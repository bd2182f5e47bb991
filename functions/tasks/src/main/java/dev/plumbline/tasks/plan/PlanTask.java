package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.estate.source.GitSource;
import dev.plumbline.failure.Invalid;
import dev.plumbline.tasks.rules.Commits;
import jakarta.inject.Inject;
import java.util.Optional;

/** Plans a run: the head of the branch everywhere, or what stands in some targets once more. */
public final class PlanTask {

    private final LiveRepository repository;
    private final Secrets secrets;
    private final Ledger ledger;
    private final EstateReader reader;
    private final HeadPlans heads;
    private final StandingPlans standing;

    /** Creates the task. */
    @Inject
    public PlanTask(
            LiveRepository repository,
            Secrets secrets,
            Ledger ledger,
            EstateReader reader,
            HeadPlans heads,
            StandingPlans standing) {
        this.repository = requireNonNull(repository, "repository is null");
        this.secrets = requireNonNull(secrets, "secrets is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.heads = requireNonNull(heads, "heads is null");
        this.standing = requireNonNull(standing, "standing is null");
    }

    /** Plans it. */
    PlanAnswer plan(PlanInput.Plan input) {
        PlanInput.Wish wish = input.input();
        if (wish.catchesUp()) {
            Optional<PlanAnswer> nothing = nothingMissed(input);
            if (nothing.isPresent()) {
                return nothing.get();
            }
        }
        String reason = wish.reason() == null ? "" : wish.reason();
        ledger.runs().begin(Run.begins(input.run(), wish.trigger(), wish.ref(), input.begunAt(), reason));
        if (!wish.repository().equals(repository.id()) || !wish.ref().equals(repository.branch())) {
            return PlanAnswer.nothing(
                    Outcome.INVALID,
                    "This installation deploys %s of %s, not %s of %s."
                            .formatted(repository.branch(), repository.id(), wish.ref(), wish.repository()));
        }
        try {
            GitSource git = repository.open(secrets);
            Commits commits = new Commits(reader, git::fetchCommit);
            return wish.scope() == null
                    ? heads.plan(input, new GitBranch(git, repository.branch()), commits)
                    : standing(input, wish.scope(), commits);
        } catch (Invalid wrong) {
            return PlanAnswer.nothing(Outcome.INVALID, String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Most of the time no webhook was lost: nobody needs to hear of a run then. Behind a gate nobody vouches for a
     * commit whose word was lost: it is not deployed, and the ledger says what waits for what.
     */
    private Optional<PlanAnswer> nothingMissed(PlanInput.Plan input) {
        String newest = repository.open(secrets).head(repository.branch());
        String ref = input.input().ref();
        Head known = ledger.heads().read(ref);
        if (known.commit().equals(newest) && !known.run().equals(input.run())) {
            if (!known.ungated().isEmpty()) {
                ledger.heads().nothingUngated(ref);
            }
            return Optional.of(PlanAnswer.nothing(
                    Outcome.UNCHANGED, "Run " + known.run() + " has taken up commit " + newest + "."));
        }
        if (repository.gated()) {
            ledger.heads().ungated(ref, newest, input.begunAt());
            return Optional.of(PlanAnswer.nothing(
                    Outcome.UNCHANGED,
                    "Commit " + newest + " waits for its workflow on CircleCI to be green: no word of that has come. "
                            + Head.HOW_TO_GATE));
        }
        return Optional.empty();
    }

    /** Each target again at the revision that stands there: no head is claimed, and none is moved. */
    private PlanAnswer standing(PlanInput.Plan input, PlanInput.Scope scope, Commits commits) {
        Head head = ledger.heads().read(input.input().ref());
        PlanInput.Patch patch = input.input().patch();
        return patch == null
                ? standing.plan(input, scope, head, commits)
                : standing.patch(input, scope, patch, head, commits);
    }
}
