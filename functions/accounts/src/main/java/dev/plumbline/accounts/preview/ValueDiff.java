package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

/**
 * What would happen to one value.
 *
 * @param sign whether it comes, changes or goes
 * @param path where it is, such as {@code Tags/owner}
 * @param before the value before; empty where there is none, or none is told
 * @param after the value afterwards; empty where there is none, or none is told
 * @param effect whether that makes another resource take the resource's place
 */
public record ValueDiff(Sign sign, String path, String before, String after, Effect effect) {

    /** Checks that nothing is missing. */
    public ValueDiff {
        requireNonNull(sign, "sign is null");
        requireNonNull(path, "path is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
        requireNonNull(effect, "effect is null");
    }
}
