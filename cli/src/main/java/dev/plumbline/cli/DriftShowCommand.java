package dev.plumbline.cli;

import dev.plumbline.accounts.drift.ChangedBy;
import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.keep.FileEdit;
import dev.plumbline.cli.keep.Wish;
import dev.plumbline.cli.keep.Wishes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows one finding of drift. */
@Command(
        name = "show",
        description = {
            "Shows what was found changed in a stack last: each resource and property, declared and live, what was done about it, and the"
                    + " patch to the live repository with which it would stay.",
            "Ends with 1 where it is still not as declared."
        })
final class DriftShowCommand implements Callable<Integer> {

    @Mixin
    private final DriftParameters parameters = new DriftParameters();

    @Option(
            names = "--live",
            paramLabel = "DIR",
            description = "Folder with the live repository, for the patch. Default: this one.")
    private Path live = Path.of("");

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    DriftShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        DriftRecord record = DriftFindings.last(deployment, parameters.targets(deployment), parameters.stack());
        String file = "environments/" + record.environment() + ".yaml";
        List<Wish> wishes = wishes(deployment, record);
        String patch = patch(file, wishes).orElse("");
        if (output.isJson()) {
            console.line(OutputOption.text(
                    DriftFindings.describe(deployment, record).put("file", file).put("patch", patch)));
        } else {
            print(record);
            advise(deployment, record);
            keep(file, wishes, patch);
        }
        return record.state().open() ? 1 : 0;
    }

    private static List<Wish> wishes(Deployment deployment, DriftRecord record) {
        if (record.subject().equals(DriftRecord.SETTINGS)) {
            return Wishes.ofSettings(record);
        }
        return deployment
                .template(record.target(), record.subject())
                .flatMap(Wishes::of)
                .map(wishes -> wishes.of(record))
                .orElse(List.of());
    }

    private Optional<String> patch(String file, List<Wish> wishes) {
        Path path = live.resolve(file);
        if (wishes.isEmpty() || !Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try {
            return FileEdit.patch(file, Files.readString(path), wishes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(DriftRecord record) {
        console.line("%s %s %s: %s"
                .formatted(
                        record.environment(),
                        record.target().region(),
                        record.subject(),
                        console.styled(record.state().label(), record.state().open() ? Style.YELLOW : Style.GREEN)));
        if (!record.reason().isEmpty()) {
            console.line(record.reason());
        }
        console.line("found %s, last %s, %d time%s; last by run %s"
                .formatted(
                        record.firstAt(),
                        record.lastAt(),
                        record.count(),
                        record.count() == 1 ? "" : "s",
                        record.run()));
        record.entries().forEach(this::print);
    }

    private void print(DriftEntry entry) {
        console.line("");
        console.line(entry.resource()
                + (entry.physicalId().isEmpty() ? "" : " (" + entry.physicalId() + ")")
                + (entry.property().isEmpty() ? "" : " " + entry.property()));
        switch (entry.kind()) {
            case DELETED -> console.line("  it is gone");
            case CHANGED -> {
                console.line("  declared " + shown(entry.declared()));
                console.line("  live     " + shown(entry.live()));
            }
        }
        console.line("  by       " + entry.changedBy().map(ChangedBy::toString).orElse("not told by CloudTrail"));
    }

    private void advise(Deployment deployment, DriftRecord record) {
        List<String> advice = DriftFindings.advice(deployment, record);
        if (!advice.isEmpty()) {
            console.line("");
            advice.forEach(console::line);
        }
    }

    private void keep(String file, List<Wish> wishes, String patch) {
        if (wishes.isEmpty()) {
            return;
        }
        console.line("");
        if (!patch.isEmpty()) {
            console.line("To keep it, apply this patch to the live repository, as git apply does:");
            console.line("");
            console.line(patch);
            return;
        }
        console.line("To keep it, let " + file + " of the live repository say (with --live DIR this is a patch):");
        wishes.forEach(wish -> console.line("  " + String.join(": ", wish.path()) + ": " + wish.value()));
    }

    private static String shown(String value) {
        return value.isEmpty() ? "nothing" : value;
    }
}
