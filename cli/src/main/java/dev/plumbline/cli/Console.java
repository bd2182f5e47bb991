package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.Optional;

/**
 * Where a command prints: what was asked for to the one stream, how it is going to the other.
 *
 * @param out for results, which another program may read
 * @param err for everything else
 * @param colored whether the streams show colours
 */
public record Console(PrintStream out, PrintStream err, boolean colored) {

    /** Checks that nothing is missing. */
    public Console {
        requireNonNull(out, "out is null");
        requireNonNull(err, "err is null");
    }

    /** A style that a terminal shows. */
    enum Style {
        BOLD("1"),
        FAINT("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** This process's streams; coloured on a terminal, unless the environment variable NO_COLOR says otherwise. */
    static Console system() {
        boolean colored = Optional.ofNullable(System.console())
                        .filter(java.io.Console::isTerminal)
                        .isPresent()
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
        return new Console(System.out, System.err, colored);
    }

    void line(String text) {
        out.println(text);
    }

    void note(String text) {
        err.println(text);
    }

    String styled(String text, Style style) {
        return colored ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }
}
