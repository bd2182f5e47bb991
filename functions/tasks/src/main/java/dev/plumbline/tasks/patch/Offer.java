package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.patching.PatchPolicy;

/**
 * Something that AWS offers, or that the live repository declares and that is not there yet.
 *
 * @param step what would be applied
 * @param first the first policy that lets it be applied
 * @param parameter the windowed parameter whose hold counts; empty where there is none
 * @param obstacle what is in its way; empty where nothing is
 * @param told whether nothing can be applied and people are only told
 * @param there whether it is there already: noted, so that the next look need not ask for it again
 */
record Offer(PatchStep step, PatchPolicy first, String parameter, String obstacle, boolean told, boolean there) {

    Offer {
        requireNonNull(step, "step is null");
        requireNonNull(first, "first is null");
        requireNonNull(parameter, "parameter is null");
        requireNonNull(obstacle, "obstacle is null");
    }

    static Offer of(PatchStep step, PatchPolicy first) {
        return new Offer(step, first, "", "", false, false);
    }

    /** Returns what people are only told of. */
    static Offer toldOnly(PatchStep step) {
        return new Offer(step, PatchPolicy.NONE, "", "", true, false);
    }

    /** Returns what is there already. */
    static Offer alreadyThere(PatchStep step) {
        return new Offer(step, PatchPolicy.NONE, "", "", false, true);
    }

    /** Returns the same with the parameter whose hold counts. */
    Offer heldBy(String name) {
        return new Offer(step, first, name, obstacle, told, there);
    }

    /** Returns the same with something in its way. */
    Offer blockedBy(String what) {
        return new Offer(step, first, parameter, what, told, there);
    }
}
