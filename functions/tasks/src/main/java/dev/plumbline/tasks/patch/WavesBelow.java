package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.directory.PatchableStack;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the stacks of the same blueprint in earlier waves say to a patch: they get it first, are healthy with it, and
 * have been for the bake time.
 */
final class WavesBelow {

    private final Ledger ledger;
    private final Directory directory;
    private final Map<TargetKey, List<Patch>> read = new HashMap<>();

    WavesBelow(Ledger ledger, Directory directory) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.directory = requireNonNull(directory, "directory is null");
    }

    /** Returns what is in the way of a step, or nothing. */
    Optional<String> obstacle(Subject subject, PatchStep step, Instant now) {
        for (PatchableStack lower : directory.patchable()) {
            if (lower.wave() < subject.stack().wave()
                    && lower.blueprint().equals(subject.stack().blueprint())) {
                for (String region : lower.regions()) {
                    Optional<String> obstacle = obstacle(lower, region, subject, step, now);
                    if (obstacle.isPresent()) {
                        return obstacle;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> obstacle(
            PatchableStack lower, String region, Subject subject, PatchStep step, Instant now) {
        TargetKey target = new TargetKey(lower.account(), region);
        return read.computeIfAbsent(target, key -> ledger.patches().of(key)).stream()
                .filter(patch -> patch.stack().stack().equals(lower.stack()))
                .filter(patch -> patch.kind().equals(step.kind()) && patch.to().equals(step.to()))
                .flatMap(patch -> obstacle(patch, subject, now).stream())
                .map(why -> why + " in " + lower.environment() + "/" + lower.stack())
                .findFirst();
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
