package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.callers.Callers;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.cli.deployment.Deployment;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that answer a question have in common: which question, why, and how the answer is given. */
final class Questioning {

    private static final String FUNCTION = "plumbline-approve";

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run that asks.")
    private String run = "";

    @Parameters(
            index = "1",
            paramLabel = "STACK",
            description =
                    "The stack, as ENVIRONMENT/REGION/STACK; its name alone where the run asks about one of that name.")
    private String stack = "";

    @Mixin
    private final AnswerReason reason = new AnswerReason();

    @Option(
            names = "--changes",
            paramLabel = "ID",
            description =
                    "The changes that you have seen, as the notice names them. Others than these are then not answered.")
    private @Nullable String changes;

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    /** Gives the answer and tells what came of it; 1 where the question stands otherwise. */
    int answer(Console console, Answer.Kind kind) {
        requireNonNull(console, "console is null");
        Deployment deployment = options.deployment();
        Question question = question(deployment);
        console.line(question.place() + ": " + question.text());
        JsonNode decided = deployment.functions().call(FUNCTION, event(deployment, question, kind));
        boolean accepted = decided.path("accepted").asBoolean();
        String who = decided.path("who").asText();
        console.line(console.styled(decided.path("answer").asText(), accepted ? Console.Style.GREEN : Console.Style.RED)
                + (who.isEmpty() ? "" : " by " + who) + " at "
                + decided.path("at").asText() + ": " + decided.path("why").asText());
        if (accepted) {
            console.line(console.styled("  followed by: plumbline run " + run, Console.Style.FAINT));
        }
        return accepted ? 0 : 1;
    }

    private Question question(Deployment deployment) {
        List<Question> asked = deployment.ledger().questions().of(run);
        if (asked.isEmpty()) {
            throw new Problem("run " + run + " asks nothing", "./plumbline run " + run + " shows what it does.");
        }
        List<Question> meant = asked.stream().filter(this::isMeant).toList();
        List<Question> open =
                meant.stream().filter(question -> question.answer().isEmpty()).toList();
        // Where nothing is open the last that was asked tells what came of it.
        List<Question> candidates = open.isEmpty() && !meant.isEmpty() ? List.of(meant.getLast()) : open;
        if (candidates.size() != 1) {
            throw new Problem(
                    (candidates.isEmpty()
                                    ? "run " + run + " does not ask that about "
                                    : "it is not clear which is meant by ")
                            + stack,
                    "It asks about: " + told(asked.stream()) + ".");
        }
        return candidates.getFirst();
    }

    private boolean isMeant(Question question) {
        boolean place = stack.equals(question.place())
                || stack.equals(question.name())
                || stack.equals(question.environment() + "/" + question.name());
        return place
                && (changes == null || (!changes.isEmpty() && question.digest().startsWith(changes)));
    }

    private static String told(Stream<Question> questions) {
        return questions
                .map(question -> question.place() + " (--changes " + question.changesId() + ", "
                        + question.answer().map(answer -> answer.kind().label()).orElse("open") + ")")
                .collect(joining("; "));
    }

    private ObjectNode event(Deployment deployment, Question question, Answer.Kind kind) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("task", "Decide")
                .put("run", run)
                .put("account", question.stack().target().account())
                .put("region", question.stack().target().region())
                .put("stack", question.stack().stack())
                .put("digest", question.digest())
                .put("answer", kind.label())
                .put("reason", reason.text());
        ObjectNode proof = event.putObject("proof");
        Callers.in(deployment.hub())
                .sign(question.statement(kind, reason.text()))
                .headers()
                .forEach(proof::put);
        return event;
    }
}
