package dev.plumbline.tasks.assignment;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Run;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/**
 * Knows what a push has made that has not come to its end in its target: it failed there, or waits for a person with
 * the lease given back. Whoever reconciles the target at the commit that stands leaves that alone. It is asked under
 * the lease: when the work was planned, the push may not have made anything yet.
 */
public final class HalfWay {

    private final Ledger ledger;

    /** Creates it. */
    @Inject
    public HalfWay(Ledger ledger) {
        this.ledger = requireNonNull(ledger, "ledger is null");
    }

    /**
     * Returns the commit that such a push has brought; nothing where what is there is older than what stands, or was
     * made by a run of that commit or by one that brings none.
     *
     * @param target what reconciles the target
     * @param run the run that made what is there; empty where none is known
     * @param at when it did
     */
    public Optional<String> commit(Assignment target, String run, Instant at) {
        if (!target.standing() || run.isEmpty() || run.equals(target.run())) {
            return Optional.empty();
        }
        Instant since =
                ledger.heads().read(target.ref()).standingSince(ledger.targets().read(target.target()));
        return at.isAfter(since)
                ? ledger.runs()
                        .find(run)
                        .map(Run::commit)
                        .filter(commit -> !commit.isEmpty() && !commit.equals(target.commit()))
                : Optional.empty();
    }
}
