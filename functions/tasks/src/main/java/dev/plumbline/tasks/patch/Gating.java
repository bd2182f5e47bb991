package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.estate.patching.Opening;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.patching.VersionOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what becomes of an offer. Pure but for what of the wave below is asked last, and only where it matters.
 *
 * @param now the time
 * @param anyTime whether windows do not count
 * @param below asks whether the wave below is in the way
 */
record Gating(Instant now, boolean anyTime, WavesBelow below) {

    Gating {
        requireNonNull(now, "now is null");
        requireNonNull(below, "below is null");
    }

    /**
     * What becomes of an offer.
     *
     * @param status {@code RUNNING} where it may begin
     * @param reason why not, for people; empty where it may
     */
    record Decided(PatchStatus status, String reason) {
        Decided {
            requireNonNull(status, "status is null");
            requireNonNull(reason, "reason is null");
        }

        boolean begins() {
            return status == PatchStatus.RUNNING;
        }
    }

    /** Returns what becomes of an offer. */
    Decided on(Offer offer) {
        return notWanted(offer).orElseGet(() -> wanted(offer));
    }

    /** Returns why the estate does not want an offer to be applied, whenever that were, or nothing where it does. */
    static Optional<Decided> notWanted(Offer offer) {
        if (offer.told()) {
            return Optional.of(new Decided(PatchStatus.REPORTED, offer.step().says()));
        }
        Patching patching = offer.subject().patching();
        if (!patching.policy().allows(offer.first())) {
            return Optional.of(new Decided(
                    PatchStatus.WITHHELD,
                    "the policy is " + patching.policy().word() + "; it takes "
                            + offer.first().word()));
        }
        String held = patching.hold().getOrDefault(offer.parameter(), "");
        return !held.isEmpty() && VersionOrder.above(offer.step().to(), held)
                ? Optional.of(new Decided(PatchStatus.WITHHELD, offer.parameter() + " is held at " + held))
                : Optional.empty();
    }

    private Decided wanted(Offer offer) {
        if (!offer.obstacle().isEmpty()) {
            return new Decided(PatchStatus.BLOCKED, offer.obstacle());
        }
        if (offer.subject().record().verdict() == Verdict.UNHEALTHY) {
            return new Decided(PatchStatus.BLOCKED, "the stack is not healthy: plumbline verify tells why");
        }
        return inTime(offer);
    }

    private Decided inTime(Offer offer) {
        Subject subject = offer.subject();
        Optional<Opening> opening = subject.patching().open(now);
        if (!anyTime && opening.isEmpty()) {
            return new Decided(PatchStatus.PENDING, shut(subject));
        }
        if (!anyTime && !opening.orElseThrow().fits(now, offer.step().takes())) {
            return new Decided(
                    PatchStatus.PENDING,
                    "it takes up to " + offer.step().minutes() + " minutes, and the window closes at "
                            + opening.orElseThrow().closes());
        }
        return below.obstacle(subject, offer.step(), now)
                .map(why -> new Decided(PatchStatus.BLOCKED, why))
                .orElseGet(() -> new Decided(PatchStatus.RUNNING, ""));
    }

    private String shut(Subject subject) {
        if (!subject.patching().windowed()) {
            return "it has no window";
        }
        return "its window is closed"
                + subject.patching()
                        .blackedOut(now)
                        .map(blackout -> ": " + blackout.told())
                        .orElse("");
    }
}
