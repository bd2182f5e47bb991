package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.patching.Opening;
import dev.plumbline.estate.patching.Patching;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Notes in the ledger what may be patched.
 *
 * @param ledger the ledger
 */
record Notes(Ledger ledger) {

    Notes {
        requireNonNull(ledger, "ledger is null");
    }

    /** Returns what is to be noted of an offer. */
    static Patch of(TargetKey target, Offer offer, Gating.Decided decided, Instant now) {
        Subject subject = offer.subject();
        Patching patching = subject.patching();
        Instant opens = patching.open(now)
                .or(() -> patching.next(now))
                .map(Opening::opens)
                .orElse(null);
        PatchStep step = offer.step();
        return new Patch(
                new StackKey(target, step.stack()),
                subject.stack().environment(),
                subject.stack().wave(),
                step.kind(),
                step.subject(),
                step.from(),
                step.to(),
                step.says(),
                decided.begins() ? PatchStatus.PENDING : decided.status(),
                decided.reason(),
                now,
                opens,
                "",
                null,
                null);
    }

    /** Returns what is to be noted of what is there already, although nobody here applied it. */
    static Patch there(TargetKey target, Offer offer, Instant now) {
        return of(target, offer, new Gating.Decided(PatchStatus.DONE, ""), now)
                .ended(PatchStatus.DONE, "it was there already", now);
    }

    /** What was seen before keeps the time at which it was seen first; what has not changed is not written again. */
    void put(Patch patch, List<Patch> known) {
        Optional<Patch> before = known.stream()
                .filter(patch::is)
                .filter(found -> !found.status().ended())
                .findFirst();
        Patch noted = before.map(found -> patch.seenAt(found.seenAt())).orElse(patch);
        if (before.filter(noted::equals).isEmpty()) {
            ledger.patches().put(noted);
        }
    }
}
