package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

/**
 * One line at the bottom of a terminal that says what is going on and leaves no trace; nothing where there is no
 * terminal.
 */
final class StatusLine {

    private static final String ERASE = "\r\u001b[K";

    private final Console console;
    private String shown = "";

    StatusLine(Console console) {
        this.console = requireNonNull(console, "console is null");
    }

    void show(String text) {
        if (console.colored() && !text.equals(shown)) {
            console.err().print(ERASE + console.styled(text, Console.Style.FAINT));
            console.err().flush();
            shown = text;
        }
    }

    void clear() {
        if (!shown.isEmpty()) {
            console.err().print(ERASE);
            console.err().flush();
            shown = "";
        }
    }
}
