package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a run, or of a plan, that a movement of a branch starts: the same movement gives the same name as long as
 * the version of the head's record is the same.
 *
 * @param trigger what set it off: {@code push}, {@code circleci} or {@code plan}
 * @param hash hash of the movement, 32 hexadecimal digits
 * @param version the version of the head's record that was read when it was named
 */
public record MovementName(String trigger, String hash, long version) {

    private static final Pattern NAME = Pattern.compile("(push|circleci|plan)-([0-9a-f]{32})-([0-9]{1,18})");

    /** Checks that the name can be read again. */
    public MovementName {
        requireNonNull(trigger, "trigger is null");
        requireNonNull(hash, "hash is null");
        String name = trigger + "-" + hash + "-" + version;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name + " is not the name of what a movement starts");
        }
    }

    /** Reads the name of an execution; one that no movement started, such as a person's or a schedule's, is none. */
    public static Optional<MovementName> read(String execution) {
        Matcher matcher = NAME.matcher(execution);
        return matcher.matches()
                ? Optional.of(new MovementName(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    /** Returns the name as the execution has it. */
    public String text() {
        return trigger + "-" + hash + "-" + version;
    }
}
