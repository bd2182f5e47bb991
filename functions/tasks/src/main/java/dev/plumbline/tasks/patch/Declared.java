package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.patching.VersionOrder;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.directory.PatchableStack;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notes the versions that a commit declares and that wait for a window, as soon as it is planned: people see what they
 * have pushed, and no wave above gets it first because its window opens first. Only the ledger is asked, and only of
 * targets where something waits.
 */
public final class Declared {

    private final Ledger ledger;
    private final Patchers patchers;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public Declared(Ledger ledger, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.patchers = new Patchers();
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Notes what waits.
     *
     * @param directory the estate of the commit
     * @param states what the ledger holds of its targets
     */
    public void note(Directory directory, Map<TargetKey, TargetState> states) {
        Instant now = clock.instant();
        Gating gating = new Gating(now, false, new WavesBelow(ledger, directory));
        Notes notes = new Notes(ledger);
        Map<TargetKey, List<Patch>> known = new HashMap<>();
        for (PatchableStack stack : directory.patchable()) {
            for (String region : stack.regions()) {
                TargetKey target = new TargetKey(stack.account(), region);
                for (Wanted wanted : wanted(stack, record(states.get(target), stack))) {
                    List<Patch> before = known.computeIfAbsent(target, ledger.patches()::of);
                    if (isNews(wanted.offer().step(), before)) {
                        Gating.Decided decided = gating.on(wanted.subject(), wanted.offer());
                        notes.put(Notes.of(target, wanted.subject(), wanted.offer(), decided, now), before);
                    }
                }
            }
        }
    }

    /** A version that a stack does not have yet. */
    private record Wanted(Subject subject, Offer offer) {}

    private static Optional<StackRecord> record(@Nullable TargetState stateOrNull, PatchableStack stack) {
        return Optional.ofNullable(stateOrNull)
                .map(found -> found.stacks().get(stack.stack()))
                .filter(record -> !record.digest().isEmpty());
    }

    private List<Wanted> wanted(PatchableStack stack, Optional<StackRecord> deployed) {
        return deployed.stream()
                .flatMap(record -> stack.patchables().stream()
                        .filter(patchable -> patchers.knows(patchable.kind()))
                        .map(patchable ->
                                new Subject(stack, patchable, stack.patching().read(), record, List.of())))
                .flatMap(subject -> patchers.of(subject.patchable().kind()).declared(subject).stream()
                        .map(offer -> new Wanted(subject, offer)))
                .toList();
    }

    /** What is known to be as new or newer, or to have gone wrong, is left to those who look into the account. */
    private static boolean isNews(PatchStep step, List<Patch> known) {
        return known.stream()
                .filter(patch -> patch.id().equals(step.id()) && patch.status() != PatchStatus.DONE)
                .noneMatch(patch -> !VersionOrder.above(step.to(), patch.to()));
    }
}
