package dev.plumbline.cli;

import dev.plumbline.accounts.letters.DeadLetter;
import dev.plumbline.accounts.letters.DeadLetters;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkException;

/** Delivers dead letters again. */
@Command(
        name = "replay",
        description = {
            "Delivers events again to whom they were meant for, and removes what was taken. Mend the cause before: what fails again comes back.",
            "Ends with 1 where one was not taken, or is not there."
        })
final class DeadLettersReplayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids, as `dead-letters list` shows them.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All that there are.")
    private boolean all;

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    DeadLettersReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (all != ids.isEmpty()) {
            throw new Problem("either ids or --all", "plumbline dead-letters list shows the ids.");
        }
        Deployment deployment = options.deployment();
        DeadLetters queue = deployment.deadLetters();
        List<DeadLetter> letters = queue.receive();
        int failed = 0;
        for (DeadLetter letter : letters) {
            if (!all && !ids.contains(letter.id())) {
                queue.release(letter);
            } else if (!delivered(deployment, queue, letter)) {
                failed++;
            }
        }
        List<String> missing = ids.stream()
                .filter(id -> letters.stream().noneMatch(letter -> letter.id().equals(id)))
                .collect(Collectors.toList());
        missing.forEach(id -> console.line(id + "  is not there"));
        if (letters.isEmpty() && all) {
            console.note("there are no dead letters");
        }
        return failed + missing.size() == 0 ? 0 : 1;
    }

    /** It is removed once it was taken: killed in between, it is delivered twice rather than never. */
    private boolean delivered(Deployment deployment, DeadLetters queue, DeadLetter letter) {
        try {
            deployment.deliver(letter);
        } catch (Problem | Failure | SdkException refused) {
            queue.release(letter);
            String why = refused instanceof Problem problem ? problem.what() : String.valueOf(refused.getMessage());
            console.line(letter.id() + "  " + console.styled("not delivered", Console.Style.RED) + ": " + why);
            return false;
        }
        queue.remove(letter);
        console.line(letter.id() + "  " + console.styled("delivered", Console.Style.GREEN));
        return true;
    }
}
