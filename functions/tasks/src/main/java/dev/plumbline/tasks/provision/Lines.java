package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.provision.ProvisionInput.OfStack;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Writes the line of each stack as its change goes on. */
public final class Lines {

    private final Costs costs;
    private final InstantSource clock;

    /** Creates the writer; each line also tells what was asked for it. */
    @Inject
    public Lines(Costs costs, InstantSource clock) {
        this.costs = requireNonNull(costs, "costs is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns the beginning of a line of a stack to which nothing is done, and whose turn comes now. */
    LineStart nothing() {
        return new LineStart("none", "", clock.instant().toString());
    }

    /** Puts a stack's line. */
    void put(OfStack of, LineStart start, Phase phase, Verdict verdict, String reason) {
        Instant startedAt = Instant.parse(start.startedAt());
        Line line = new Line(
                of.key(),
                of.target().environment(),
                of.target().wave(),
                phase,
                start.action(),
                start.changes(),
                startedAt,
                Duration.between(startedAt, clock.instant()),
                verdict,
                reason);
        costs.put(of.target().run(), line);
    }
}
