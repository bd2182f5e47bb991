package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.directory.PatchableStack;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the stacks of the same blueprint in earlier waves say to a patch: they get it first, are healthy with it, and
 * have been for the bake time. The ledger tells, but of what was last looked at: what AWS offers may have come since
 * then, and below first or above first. So before something begins above, those below are asked that this run has not
 * looked at, unless the ledger has that very version of them.
 */
final class WavesBelow {

    private final Ledger ledger;
    private final Directory directory;
    private final String run;
    private final Below below;
    private final Map<TargetKey, List<Patch>> read = new HashMap<>();
    private final Map<StackKey, List<Offer>> asked = new HashMap<>();

    /** Asks a stack in an earlier wave what is offered to it now. */
    interface Below {
        /** Returns it, given what the ledger holds of patches of the stack's target. */
        List<Offer> ask(PatchableStack lower, TargetKey target, List<Patch> known);
    }

    /**
     * Creates it for one run.
     *
     * @param run id of the run; what it has looked at is not asked again
     * @param below asks what it has not looked at
     */
    WavesBelow(Ledger ledger, Directory directory, String run, Below below) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.run = requireNonNull(run, "run is null");
        this.below = requireNonNull(below, "below is null");
    }

    /** Creates it for who asks the ledger alone. */
    static WavesBelow inLedger(Ledger ledger, Directory directory) {
        return new WavesBelow(ledger, directory, "", (lower, target, known) -> List.of());
    }

    /** Returns what is in the way of a step, or nothing. */
    Optional<String> obstacle(Subject subject, PatchStep step, Instant now) {
        for (PatchableStack lower : directory.patchable()) {
            if (lower.wave() < subject.stack().wave()
                    && lower.blueprint().equals(subject.stack().blueprint())) {
                for (TargetKey target : lower.targets()) {
                    Optional<String> obstacle = noted(lower, target, subject, step, now)
                            .or(() -> offered(lower, target, step))
                            .map(why -> why + " in " + lower.environment() + "/" + lower.stack());
                    if (obstacle.isPresent()) {
                        return obstacle;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<Patch> known(TargetKey target) {
        return read.computeIfAbsent(target, ledger.patches()::of);
    }

    private Stream<Patch> same(PatchableStack lower, TargetKey target, PatchStep step) {
        return known(target).stream()
                .filter(patch -> patch.stack().stack().equals(lower.stack()))
                .filter(patch -> patch.kind().equals(step.kind()) && patch.to().equals(step.to()));
    }

    private Optional<String> noted(
            PatchableStack lower, TargetKey target, Subject subject, PatchStep step, Instant now) {
        return same(lower, target, step)
                .flatMap(patch -> obstacle(patch, subject, now).stream())
                .findFirst();
    }

    /**
     * What is offered below and was not seen there. Maintenance is asked for also where it was applied: it has no
     * version, and the next one has the same name. Who has no window is not waited for.
     */
    private Optional<String> offered(PatchableStack lower, TargetKey target, PatchStep step) {
        boolean told = !step.kind().equals(DatabasesPatcher.MAINTENANCE)
                && same(lower, target, step).findAny().isPresent();
        boolean declared = step.kind().equals(ClusterPatcher.CONTROL_PLANE);
        if (told || declared || !lower.patching().read().windowed() || isLookedAt(target, lower.wave())) {
            return Optional.empty();
        }
        return asked
                .computeIfAbsent(new StackKey(target, lower.stack()), key -> below.ask(lower, target, known(target)))
                .stream()
                .filter(offer -> offer.step().kind().equals(step.kind())
                        && offer.step().to().equals(step.to()))
                // A policy or a hold below is no reason to wait.
                .filter(offer -> !offer.there() && Gating.notWanted(offer).isEmpty())
                .map(offer -> "it is offered and was not applied yet")
                .findFirst();
    }

    private boolean isLookedAt(TargetKey target, int wave) {
        return !run.isEmpty()
                && ledger.progress().outcomes(run).stream()
                        .anyMatch(ended -> ended.target().equals(target) && ended.wave() == wave);
    }

    private Optional<String> obstacle(Patch patch, Subject subject, Instant now) {
        return switch (patch.status()) {
            case WITHHELD, REPORTED -> Optional.empty();
            case PENDING, BLOCKED, RUNNING -> Optional.of("it was not applied yet");
            case FAILED -> Optional.of("it went wrong");
            case DONE -> baking(patch, subject, now);
        };
    }

    private Optional<String> baking(Patch patch, Subject subject, Instant now) {
        Instant baked = patch.endedAt().orElse(now).plus(subject.patching().bake());
        if (baked.isAfter(now)) {
            return Optional.of("it bakes until " + baked);
        }
        boolean unhealthy = ledger.stacks().read(patch.stack()).verdict() == Verdict.UNHEALTHY;
        return unhealthy ? Optional.of("what it was applied to is not healthy") : Optional.empty();
    }
}
