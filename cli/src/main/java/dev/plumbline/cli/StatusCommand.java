package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the ledger holds of every stack. */
@Command(
        name = "status",
        description = {
            "Shows the last run, and for every stack what is deployed and what verification found last, and what waits for a person. Asks no account but the"
                    + " hub; `verify` looks at the live resources.",
            "Ends with 1 where a stack is not deployed and healthy, or the last run that looked into a target could not."
        })
final class StatusCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final TargetParameter target = new TargetParameter();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        List<PlannedTarget> targets = target.of(deployment);
        Map<TargetKey, TargetState> states = deployment
                .ledger()
                .targets()
                .read(targets.stream().map(PlannedTarget::target).toList());
        Optional<Run> last =
                deployment.ledger().runs().recent(Instant.now(), 1).stream().findFirst();
        ObjectNode document = JSON.createObjectNode();
        last.ifPresent(run -> document.set("lastRun", describe(run)));
        Head head = deployment.head();
        if (!head.ungated().isEmpty()) {
            document.set("ungated", describe(head));
        }
        ArrayNode described = document.putArray("targets");
        boolean healthy = true;
        for (PlannedTarget planned : targets) {
            ObjectNode state = describe(planned, requireNonNull(states.get(planned.target())));
            described.add(state);
            healthy &= state.path("healthy").asBoolean();
        }
        document.put("healthy", healthy);
        ArrayNode questions = document.putArray("questions");
        deployment.ledger().questions().open().stream()
                .filter(question -> question.answer().isEmpty())
                .filter(question -> states.containsKey(question.stack().target()))
                .forEach(question -> questions.add(describe(question)));
        if (output.isJson()) {
            console.line(OutputOption.text(document));
        } else {
            print(document);
        }
        return healthy ? 0 : 1;
    }

    private static ObjectNode describe(Run run) {
        return JSON.createObjectNode()
                .put("run", run.id())
                .put("trigger", run.trigger())
                .put("commit", run.commit())
                .put("startedAt", run.startedAt().toString())
                .put("outcome", run.outcome().map(Outcome::label).orElse("running"))
                .put("reason", run.reason());
    }

    /** Behind a gate, what the branch ends with may not be what is deployed. */
    private static ObjectNode describe(Head head) {
        return JSON.createObjectNode()
                .put("ref", head.ref())
                .put("commit", head.ungated())
                .put("since", head.ungatedSince().toString());
    }

    private static ObjectNode describe(Question question) {
        return JSON.createObjectNode()
                .put("run", question.run())
                .put("stack", question.place())
                .put("changes", question.digest())
                .put("text", question.text())
                .put("expiresAt", question.expiresAt().toString())
                .put("approve", question.command("approve"))
                .put("reject", question.command("reject"));
    }

    private static ObjectNode describe(PlannedTarget planned, TargetState state) {
        ObjectNode described = JSON.createObjectNode()
                .put("environment", planned.environment())
                .put("account", planned.target().account())
                .put("region", planned.target().region())
                .put("revision", state.revision())
                .put("heardAt", state.heardAt().toString())
                .put("workedOnBy", state.lease().map(lease -> lease.run()).orElse(""));
        ArrayNode stacks = described.putArray("stacks");
        boolean healthy = true;
        for (String name : planned.stacks()) {
            StackRecord stack =
                    state.stacks().getOrDefault(name, StackRecord.unknown(new StackKey(planned.target(), name)));
            stacks.addObject()
                    .put("stack", name)
                    .put("status", stack.status().isEmpty() ? "not deployed" : stack.status())
                    .put("verdict", stack.verdict().label())
                    .put("known", stack.known());
            healthy &= stack.verdict() == Verdict.HEALTHY;
        }
        if (!state.stacks().isEmpty() && !state.trusted(Instant.now())) {
            described.put("silent", true);
        }
        state.unreachable()
                .ifPresent(unreachable -> described
                        .putObject("unreachable")
                        .put("since", unreachable.since().toString())
                        .put("reason", unreachable.why()));
        return described.put("healthy", healthy && state.unreachable().isEmpty());
    }

    private void print(ObjectNode document) {
        if (document.has("lastRun")) {
            ObjectNode run = (ObjectNode) document.get("lastRun");
            console.line("last run %s: %s, commit %.12s%s"
                    .formatted(
                            run.path("run").asText(),
                            console.styled(run.path("outcome").asText(), Style.BOLD),
                            run.path("commit").asText(),
                            run.path("reason").asText().isEmpty()
                                    ? ""
                                    : ", " + run.path("reason").asText()));
        }
        if (document.has("ungated")) {
            JsonNode ungated = document.get("ungated");
            console.line("%s: commit %.12s waits since %s for its workflow on CircleCI to be green. %s"
                    .formatted(
                            console.styled(ungated.path("ref").asText(), Style.YELLOW),
                            ungated.path("commit").asText(),
                            ungated.path("since").asText(),
                            Head.HOW_TO_GATE));
        }
        document.path("targets").forEach(this::print);
        document.path("questions").forEach(this::ask);
    }

    private void print(JsonNode target) {
        if (target.has("unreachable")) {
            JsonNode unreachable = target.get("unreachable");
            console.line("%-16s %-12s %s since %s: %s"
                    .formatted(
                            target.path("environment").asText(),
                            target.path("region").asText(),
                            console.styled("could not be looked into", Style.RED),
                            unreachable.path("since").asText(),
                            unreachable.path("reason").asText()));
        }
        if (target.has("silent")) {
            console.line("%-16s %-12s %s: deploy bootstrap/member-region.yaml there, or look into the queue"
                            .formatted(
                                    target.path("environment").asText(),
                                    target.path("region").asText(),
                                    console.styled("no event has arrived for a day", Style.YELLOW))
                    + " plumbline-forwarder-dead-letters");
        }
        target.path("stacks")
                .forEach(stack -> console.line("%-16s %-12s %-18s %-26s %s%s"
                        .formatted(
                                target.path("environment").asText(),
                                target.path("region").asText(),
                                stack.path("stack").asText(),
                                stack.path("status").asText(),
                                verdict(stack.path("verdict").asText()),
                                stack.path("known").asBoolean() ? "" : ", will be looked up")));
    }

    private void ask(JsonNode question) {
        console.line("%s waits for an approval until %s: %s"
                .formatted(
                        console.styled(question.path("stack").asText(), Style.YELLOW),
                        question.path("expiresAt").asText(),
                        question.path("text").asText()));
        console.line("  " + question.path("approve").asText());
        console.line("  " + question.path("reject").asText());
    }

    private String verdict(String label) {
        if (label.equals(Verdict.HEALTHY.label())) {
            return console.styled(label, Style.GREEN);
        }
        return console.styled(label, label.equals(Verdict.UNHEALTHY.label()) ? Style.RED : Style.YELLOW);
    }
}
