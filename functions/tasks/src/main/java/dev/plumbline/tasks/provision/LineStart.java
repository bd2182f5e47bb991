package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

/**
 * What a stack's line said when its change began. It travels with the machine, so that whoever ends the line need not
 * read it.
 *
 * @param action what is done, such as {@code create}
 * @param changes what changes, in a few words
 * @param startedAt when its turn came, ISO 8601
 */
public record LineStart(String action, String changes, String startedAt) {

    /** Checks that nothing is missing. */
    public LineStart {
        requireNonNull(action, "action is null");
        requireNonNull(changes, "changes is null");
        requireNonNull(startedAt, "startedAt is null");
    }
}
