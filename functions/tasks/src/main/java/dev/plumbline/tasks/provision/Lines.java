package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.tasks.provision.ProvisionInput.OfStack;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Writes the line of each stack as its change goes on. */
public final class Lines {

    private final Ledger ledger;
    private final InstantSource clock;

    /** Creates the writer of a ledger's lines. */
    @Inject
    public Lines(Ledger ledger, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
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
        ledger.progress().put(of.target().run(), line);
    }
}
