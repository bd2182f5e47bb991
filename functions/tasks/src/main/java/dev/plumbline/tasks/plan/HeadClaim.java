package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Claim;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Heads;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Retryable;
import java.util.function.Supplier;

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

    /** What came of it. */
    sealed interface Taken {

        /** The run deploys this commit. */
        record Commit(String id) implements Taken {}

        /** The run has nothing to do. */
        record Nothing(Outcome outcome, String reason) implements Taken {}
    }

    /**
     * Takes up the commit that Git calls the head.
     *
     * @throws Retryable where the branch moves faster than it can be read
     */
    Taken take(PlanInput.Plan input, Supplier<String> git) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Head known = heads.read(input.input().ref());
            String head = git.get();
            if (input.input().forbids(head)) {
                return new Taken.Nothing(
                        Outcome.OVERTAKEN,
                        "The branch has moved on to " + head + ", which waits for its own workflow.");
            }
            if (known.run().equals(input.run()) && known.commit().equals(head)) {
                return new Taken.Commit(head);
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

    /** A run that was stopped could not say that it has ended. */
    private boolean stillRuns(PlanInput.Plan input, Head known) {
        return !workflows.status(input.executionOf(known.run())).ended();
    }
}
