package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The reference page says what the command says of itself. */
class ReferenceTest {

    private static final Path PAGE =
            Path.of(System.getProperty("plumbline.root", "..")).resolve("docs/reference/cli.md");

    @Test
    void reference_always_isWhatTheCommandSays() throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        CommandLine commands = Plumbline.commandLine(new Console(nowhere, nowhere, false));
        List<String> lines = new ArrayList<>();
        lines.add("# The command");
        lines.add("");
        lines.add(
                "In a checkout `./plumbline` builds what has changed before it runs; the words after it are the same everywhere.");
        lines.add("It ends with 0 where all is well, 1 where something is not, 2 where it was used wrongly.");
        commands.getSubcommands().values().forEach(command -> describe("", command, lines));
        String reference = String.join("\n", lines) + "\n";
        Path current = Files.writeString(Path.of("target/cli.md"), reference);

        assertThat(PAGE)
                .as("the page is out of date: cp %s %s", current.toAbsolutePath(), PAGE)
                .hasContent(reference);
    }

    private static void describe(String above, CommandLine command, List<String> lines) {
        CommandSpec spec = command.getCommandSpec();
        String name = above + spec.name();
        lines.add("");
        lines.add("## " + name);
        lines.add("");
        lines.add("    ./plumbline " + name + synopsis(spec));
        lines.add("");
        lines.addAll(List.of(spec.usageMessage().description()));
        List<ArgSpec> arguments = new ArrayList<>(spec.positionalParameters());
        spec.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp() && !option.inherited())
                .forEach(arguments::add);
        if (!arguments.isEmpty()) {
            lines.add("");
            lines.add("| Word | Meaning |");
            lines.add("| --- | --- |");
            arguments.forEach(argument -> lines.add("| `" + name(argument) + "` | " + meaning(argument) + " |"));
        }
        command.getSubcommands().values().forEach(below -> describe(name + " ", below, lines));
    }

    private static String synopsis(CommandSpec spec) {
        if (!spec.subcommands().isEmpty()) {
            return " COMMAND";
        }
        return spec.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? " [" + parameter.paramLabel() + "]"
                        : " " + parameter.paramLabel())
                .collect(Collectors.joining());
    }

    private static String name(ArgSpec argument) {
        if (argument instanceof OptionSpec option) {
            String names = String.join(", ", option.names());
            return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
        }
        return argument.paramLabel();
    }

    private static String meaning(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString(true)));
    }
}
