package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.Problem;
import dev.plumbline.cli.process.Command;
import dev.plumbline.cli.process.CommandFailed;
import java.nio.file.Path;
import java.util.List;

/**
 * The pinned Python tools, each set in a virtual environment of its own under the build folder; installed when first
 * asked for.
 */
final class ToolSets {

    private final Checkout checkout;
    private final String python;

    ToolSets(Checkout checkout, String python) {
        this.checkout = requireNonNull(checkout, "checkout is null");
        this.python = requireNonNull(python, "python is null");
    }

    /** The Python that starts this: the launcher's choice, or what the path has. */
    static String python() {
        String chosen = System.getenv("PLUMBLINE_PYTHON");
        return chosen == null ? "python3" : chosen;
    }

    /** The folder of a set's programs. */
    Path programs(String set) {
        try {
            List<String> lines = Command.of(python, checkout.tools().toString(), set)
                    .with("PYTHONDONTWRITEBYTECODE", "1")
                    .run()
                    .lines()
                    .toList();
            return Path.of(lines.getLast()).resolve("bin");
        } catch (CommandFailed e) {
            throw new Problem(
                    "the pinned Python tools \"" + set + "\" could not be installed: " + e.output(),
                    "They come from the package index that pip is set up for; check the network and run it again.",
                    e);
        }
    }
}
