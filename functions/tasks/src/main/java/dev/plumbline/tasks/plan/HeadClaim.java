package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Claim;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Heads;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.source.Lineage;
import dev.plumbline.failure.Retryable;
import java.util.Optional;

/**
 * Takes up the newest commit of the branch. The order is what makes it right: the ledger's version is read before Git
 * is asked, and written only if it has not moved, so that no run can put an older commit in the place of a newer one.
 */
final class HeadClaim {

    private static final int TRIES = 8;

    private final Heads heads;
    private final Workflows workflows;

    HeadClaim(Heads heads, Workflows workflows) {
        this.heads = requireNonNull(heads, "heads is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
    }

    /** The branch as Git has it now. */
    interface Branch {

        /** Its newest commit. */
        String head();

        /** From whom a commit descends. */
        Lineage lineage(String commit);
    }

    /** What came of it. */
    sealed interface Taken {

        /** The run deploys this commit. */
        record Commit(String id) implements Taken {}

        /** The run has nothing to do. */
        record Nothing(Outcome outcome, String reason) implements Taken {}
    }

    /**
     * Takes up the commit that Git calls the head; for a green workflow the commit that it vouches for, where that is
     * newer than the recorded one.
     *
     * @throws Retryable where the branch moves faster than it can be read
     */
    Taken take(PlanInput.Plan input, Branch branch) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Head known = heads.read(input.input().ref());
            String newest = branch.head();
            String head = input.input().vouchedFor().orElse(newest);
            if (!head.equals(newest)) {
                Optional<Taken> late = tooLate(known, head, branch.lineage(newest), newest);
                if (late.isPresent()) {
                    return late.get();
                }
            }
            if (known.run().equals(input.run()) && known.commit().equals(head)) {
                return new Taken.Commit(head);
            }
            if (input.input().catchesUp() && known.commit().equals(head)) {
                return new Taken.Nothing(
                        Outcome.UNCHANGED, "Run " + known.run() + " has taken up commit " + head + ".");
            }
            if (known.covers(head) && !known.run().equals(input.run())) {
                if (!known.ended() && stillRuns(input, known)) {
                    return new Taken.Nothing(
                            Outcome.OVERTAKEN, "Run " + known.run() + " is deploying commit " + head + ".");
                }
                if (known.ended() && !input.input().byPerson()) {
                    return new Taken.Nothing(
                            Outcome.UNCHANGED, "Run " + known.run() + " has deployed commit " + head + ".");
                }
            }
            if (heads.claim(known, head, input.run()) instanceof Claim.Claimed) {
                return new Taken.Commit(head);
            }
        }
        throw new Retryable("The branch " + input.input().ref() + " is being claimed by other runs all the time");
    }

    /**
     * A green commit that is no longer the newest is deployed while those after it are not green. Whatever the order in
     * which the hints come, and however often, the recorded head only moves on along the branch: to the commit itself,
     * or to one that descends from it.
     */
    private static Optional<Taken> tooLate(Head known, String green, Lineage branch, String newest) {
        if (!branch.leads(green, newest)) {
            return overtaken("The branch is at " + newest + ", which does not descend from " + green
                    + " whose workflow is green.");
        }
        if (!known.commit().isEmpty() && !branch.leads(known.commit(), green)) {
            return overtaken("The ledger holds commit " + known.commit() + ", from which " + green
                    + " does not descend: its green workflow comes too late.");
        }
        return Optional.empty();
    }

    private static Optional<Taken> overtaken(String reason) {
        return Optional.of(new Taken.Nothing(Outcome.OVERTAKEN, reason));
    }

    /** A run that was stopped could not say that it has ended. */
    private boolean stillRuns(PlanInput.Plan input, Head known) {
        return !workflows.status(input.executionOf(known.run())).ended();
    }
}
