package dev.plumbline.cli;

import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.local.Steps;
import java.time.Duration;

/** Prints a line for each step that is done. */
record StepLines(Console console) implements Steps {

    @Override
    public void begins(String what) {}

    @Override
    public void done(String what, Duration took) {
        console.note("  %s %s %s"
                .formatted(
                        console.styled("✔", Style.GREEN),
                        what,
                        console.styled("(%.1f s)".formatted(took.toMillis() / 1000.0), Style.FAINT)));
    }
}
