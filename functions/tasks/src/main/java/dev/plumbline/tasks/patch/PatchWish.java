package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.TargetKey;
import java.util.List;

/**
 * What an execution of patch is started with.
 *
 * @param trigger {@code window} or {@code person}
 * @param targets the targets that are meant, as {@code ACCOUNT/REGION}; empty for all
 * @param now whether windows, and days on which none opens, do not count
 * @param dryRun whether nothing is applied
 * @param reason why, for people; often empty
 */
public record PatchWish(String trigger, List<String> targets, boolean now, boolean dryRun, String reason) {

    /** Copies the targets and checks that nothing is missing. */
    public PatchWish {
        requireNonNull(trigger, "trigger is null");
        targets = List.copyOf(targets);
        requireNonNull(reason, "reason is null");
    }

    /** Whether a target is meant. */
    boolean means(TargetKey target) {
        return targets.isEmpty() || targets.contains(target.account() + "/" + target.region());
    }
}
