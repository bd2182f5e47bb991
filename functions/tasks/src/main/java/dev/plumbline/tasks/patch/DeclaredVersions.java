package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.patching.Patchable;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes the versions that a commit declares and that wait for a window, as soon as it is planned: people see what they
 * have pushed, and no wave above gets it first because its window opens first. Only the ledger is asked, and only of
 * targets where something waits.
 */
public final class DeclaredVersions {

    private final Ledger ledger;
    private final Patchers patchers;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public DeclaredVersions(Ledger ledger, InstantSource clock) {
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
        Gating gating = new Gating(now, false, WavesBelow.inLedger(ledger, directory));
        Notes notes = new Notes(ledger);
        Map<TargetKey, List<Patch>> known = new HashMap<>();
        for (PatchableStack stack : directory.patchable()) {
            for (TargetKey target : stack.targets()) {
                for (Offer offer : declared(stack, states.get(target))) {
                    List<Patch> before = known.computeIfAbsent(target, ledger.patches()::of);
                    if (isNews(offer.step(), before)) {
                        notes.put(Notes.of(target, offer, gating.on(offer), now), before);
                    }
                }
            }
        }
    }

    /**
     * Forgets versions that were declared, wait for a window, and are declared no more. To be called before the new
     * estate takes the place of the one before: it may be repeated.
     *
     * @param before the estate of the commit before
     * @param after the estate of the commit
     */
    public void takeBack(Directory before, Directory after) {
        for (PatchableStack stack : before.patchable()) {
            Optional<PatchableStack> now = after.patchable(stack.account(), stack.stack());
            for (Patchable patchable : stack.patchables()) {
                String were = version(stack, patchable);
                String are = now.filter(other -> other.patching().read().windowed())
                        .map(other -> version(other, patchable))
                        .orElse("");
                if (patchers.knows(patchable.kind()) && !were.isEmpty() && !were.equals(are)) {
                    stack.targets().forEach(target -> takeBack(target, stack, patchable, were, are));
                }
            }
        }
    }

    private void takeBack(TargetKey target, PatchableStack stack, Patchable patchable, String were, String are) {
        Set<String> kinds = patchers.of(patchable.kind()).declaredKinds();
        ledger.patches().of(target).stream()
                .filter(patch -> patch.stack().stack().equals(stack.stack()) && kinds.contains(patch.kind()))
                .filter(patch -> !patch.status().ended() && patch.status() != PatchStatus.RUNNING)
                .filter(patch ->
                        !VersionOrder.above(patch.to(), were) && (are.isEmpty() || VersionOrder.above(patch.to(), are)))
                .forEach(ledger.patches()::forget);
    }

    private static String version(PatchableStack stack, Patchable patchable) {
        return patchable.name("Version").map(name -> stack.declared().get(name)).orElse("");
    }

    private List<Offer> declared(PatchableStack stack, @Nullable TargetState stateOrNull) {
        List<Subject> subjects = stateOrNull == null ? List.of() : patchers.subjects(stack, stateOrNull, List.of());
        return subjects.stream()
                .flatMap(subject -> patchers.of(subject.patchable().kind()).declared(subject).stream())
                .toList();
    }

    /** What is known to be as new or newer, or to have gone wrong, is left to those who look into the account. */
    private static boolean isNews(PatchStep step, List<Patch> known) {
        return known.stream()
                .filter(patch -> patch.id().equals(step.id()) && patch.status() != PatchStatus.DONE)
                .noneMatch(patch -> !VersionOrder.above(step.to(), patch.to()));
    }
}
