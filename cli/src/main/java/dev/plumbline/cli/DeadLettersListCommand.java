package dev.plumbline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.plumbline.accounts.letters.DeadLetter;
import dev.plumbline.accounts.letters.DeadLetters;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters. */
@Command(
        name = "list",
        description = {
            "Lists the events that could not be handled, the oldest first: when, for whom and why. They are kept for two weeks.",
            "To be seen they are taken out of the queue for as long as the command runs."
        })
final class DeadLettersListCommand implements Runnable {

    @Option(names = "--bodies", description = "Show the events themselves as well.")
    private boolean bodies;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    DeadLettersListCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        DeadLetters queue = options.deployment().deadLetters();
        List<DeadLetter> letters = queue.receive();
        letters.forEach(queue::release);
        if (output.isJson()) {
            ArrayNode documents = new ObjectMapper().createArrayNode();
            letters.forEach(letter -> documents
                    .addObject()
                    .put("id", letter.id())
                    .put("at", letter.at().toString())
                    .put("rule", letter.rule())
                    .put("target", letter.target())
                    .put("why", letter.why())
                    .put("body", letter.body()));
            console.line(OutputOption.text(documents));
            return;
        }
        for (DeadLetter letter : letters) {
            console.line(line(letter));
            if (bodies) {
                console.line("    " + letter.body());
            }
        }
        if (letters.isEmpty()) {
            console.note("there are no dead letters");
        }
    }

    static String line(DeadLetter letter) {
        String target = letter.target().isEmpty() ? "given up by Lambda" : "for " + letter.target();
        return letter.id() + "  " + letter.at() + "  " + target + (letter.why().isEmpty() ? "" : ": " + letter.why());
    }
}
