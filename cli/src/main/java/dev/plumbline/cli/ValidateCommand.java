package dev.plumbline.cli;

import dev.plumbline.cli.live.LiveFolder;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Problem;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Warning;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.estate.support.SupportChecks;
import dev.plumbline.estate.support.SupportTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what is wrong with a live repository, and what will be. */
@Command(
        name = "validate",
        description = {
            "Reads a live repository on disk as a run would and says everything that is wrong with it, a line for each problem:"
                    + " file:line:column: CODE message (hint).",
            "Ends with 1 where there is any. Needs no AWS account.",
            "Versions whose support AWS ends soon are warned of in the same way, with WARN before the CODE; they change nothing else."
        })
final class ValidateCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder with plumbline.yaml. Default: this one.")
    private Path folder = Path.of("");

    private final Console console;
    private final Clock clock;

    ValidateCommand(Console console) {
        this(console, Clock.systemUTC());
    }

    ValidateCommand(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        return validate(folder);
    }

    /** Says what is wrong with a live repository; returns 1 where there is anything. */
    int validate(Path folder) {
        Reading reading = new EstateReader(Blueprints.builtIn()).read(new LiveFolder(folder).read());
        return switch (reading) {
            case Reading.Valid(Estate estate) -> valid(estate);
            case Reading.Refused refused -> refused(refused);
        };
    }

    private int valid(Estate estate) {
        long stacks = estate.environments().values().stream()
                .mapToLong(environment -> environment.stacks().size())
                .sum();
        List<Warning> warnings = new SupportChecks(SupportTable.builtIn(), LocalDate.now(clock)).of(estate);
        warnings.forEach(warning -> console.line(warning.toString()));
        console.note("valid: " + estate.environments().size() + " environments, " + stacks + " stacks"
                + (warnings.isEmpty()
                        ? ""
                        : ", " + warnings.size() + (warnings.size() == 1 ? " warning" : " warnings")));
        return 0;
    }

    private int refused(Reading.Refused refused) {
        for (Problem problem : refused.problems()) {
            console.line(problem.toString());
        }
        console.note(
                refused.problems().size() == 1
                        ? "1 problem"
                        : refused.problems().size() + " problems");
        return 1;
    }
}
