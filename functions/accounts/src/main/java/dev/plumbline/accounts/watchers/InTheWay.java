package dev.plumbline.accounts.watchers;

import static java.util.Objects.requireNonNull;

/**
 * Something that an account has already, so that AWS would refuse to make another.
 *
 * @param name its name, by which it can be used
 * @param why what it is, and why it is in the way
 * @param removal the command that removes it
 */
public record InTheWay(String name, String why, String removal) {

    /** Checks that nothing is missing. */
    public InTheWay {
        requireNonNull(name, "name is null");
        requireNonNull(why, "why is null");
        requireNonNull(removal, "removal is null");
    }
}
