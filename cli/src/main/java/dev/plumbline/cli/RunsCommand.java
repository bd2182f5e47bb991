package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists runs. */
@Command(
        name = "runs",
        description =
                "Lists the last runs, the newest first. One that is `asking` waits for a person; `run` shows the question.")
final class RunsCommand implements Runnable {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    @Option(names = "--count", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int count = 20;

    @Mixin
    private final DeploymentOptions deployment = new DeploymentOptions();

    private final Console console;

    RunsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Ledger ledger = deployment.deployment().ledger();
        Set<String> asking = ledger.questions().open().stream()
                .filter(question -> question.answer().isEmpty())
                .map(Question::run)
                .collect(Collectors.toSet());
        for (Run run : ledger.runs().recent(Instant.now(), count)) {
            console.line("%s  %-10s %-9s %-12.12s %s"
                    .formatted(
                            MINUTE.format(run.startedAt()),
                            run.outcome().map(Outcome::label).orElse(asking.contains(run.id()) ? "asking" : "running"),
                            run.trigger(),
                            run.commit(),
                            run.id()));
        }
    }
}
