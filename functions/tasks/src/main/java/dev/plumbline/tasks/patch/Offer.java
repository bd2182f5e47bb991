package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.patching.PatchPolicy;

/**
 * Something that AWS offers, or that the live repository declares and that is not there yet.
 *
 * @param subject what it is offered to
 * @param step what would be applied
 * @param first the first policy that lets it be applied
 * @param parameter the windowed parameter whose hold counts; empty where there is none
 * @param obstacle what is in its way; empty where nothing is
 * @param told whether nothing can be applied and people are only told
 * @param there whether it is there already: noted, so that the next look need not ask for it again
 */
record Offer(
        Subject subject,
        PatchStep step,
        PatchPolicy first,
        String parameter,
        String obstacle,
        boolean told,
        boolean there) {

    Offer {
        requireNonNull(subject, "subject is null");
        requireNonNull(step, "step is null");
        requireNonNull(first, "first is null");
        requireNonNull(parameter, "parameter is null");
        requireNonNull(obstacle, "obstacle is null");
    }

    static Offer of(Subject subject, PatchStep step, PatchPolicy first) {
        return new Offer(subject, step, first, "", "", false, false);
    }

    /** Returns what people are only told of. */
    static Offer toldOnly(Subject subject, PatchStep step) {
        return new Offer(subject, step, PatchPolicy.NONE, "", "", true, false);
    }

    /** Returns what is there already. */
    static Offer alreadyThere(Subject subject, PatchStep step) {
        return new Offer(subject, step, PatchPolicy.NONE, "", "", false, true);
    }

    /** Returns the same with the parameter whose hold counts. */
    Offer heldBy(String name) {
        return new Offer(subject, step, first, name, obstacle, told, there);
    }

    /** Returns the same with something in its way. */
    Offer blockedBy(String what) {
        return new Offer(subject, step, first, parameter, what, told, there);
    }
}
