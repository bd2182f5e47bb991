package dev.plumbline.cli.process;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A program that could not be run, or ended with an error. */
public final class CommandFailed extends RuntimeException {

    private final String output;

    /** Creates it with what the program wrote last. */
    public CommandFailed(String message, String output, @Nullable Throwable cause) {
        super(message, cause);
        this.output = requireNonNull(output, "output is null");
    }

    /** What the program wrote last; may be empty. */
    public String output() {
        return output;
    }
}
