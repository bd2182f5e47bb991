package dev.plumbline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Targets;
import dev.plumbline.accounts.names.DeleteCommand;
import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.Functions;
import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.estate.TargetKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what stands and is in Git no more. */
@Command(
        name = "orphans",
        description = {
            "Lists what stands and is in Git no more: stacks whose removal has not been made, because it waits, was refused or failed, and what was kept"
                    + " or snapshotted of stacks that were removed.",
            "Looks into every account: a stack that a run has made and the ledger has lost is found there, and the next run asks what is to become of it."
                    + " What was kept and is gone is forgotten.",
            "Says of what was kept how it is deleted for good, with all that is in it: the commands are for an administrator of its account.",
            "Ends with 1 where a stack is left, or an account could not be looked into."
        })
final class OrphansCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 8;

    @Option(names = "--no-look", description = "Tell what the ledger holds, and look into no account.")
    private boolean noLook;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DeploymentOptions options = new DeploymentOptions();

    private final Console console;

    OrphansCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Deployment deployment = options.deployment();
        Map<TargetKey, SortedSet<String>> declared =
                deployment.targets().stream().collect(Collectors.toMap(PlannedTarget::target, PlannedTarget::stacks));
        Targets targets = deployment.ledger().targets();
        SortedMap<TargetKey, String> listed = targets.listed();
        Set<TargetKey> all = new TreeSet<>(listed.keySet());
        all.addAll(declared.keySet());
        List<String> unseen = noLook ? List.of() : lookInto(all, deployment.functions());
        ObjectNode document = JSON.createObjectNode();
        ArrayNode stacks = document.putArray("stacks");
        ArrayNode kept = document.putArray("kept");
        targets.read(all).values().forEach(state -> {
            String environment =
                    state.environment().isEmpty() ? listed.getOrDefault(state.target(), "") : state.environment();
            left(state, environment, declared.getOrDefault(state.target(), new TreeSet<>()), stacks);
            targets.kept(state.target()).forEach(resource -> kept.add(describe(environment, resource)));
        });
        unseen.forEach(document.putArray("unseen")::add);
        if (output.isJson()) {
            console.line(OutputOption.text(document));
        } else {
            print(stacks, kept, unseen);
        }
        return stacks.isEmpty() && unseen.isEmpty() ? 0 : 1;
    }

    /**
     * Has the control plane note what stands in each target; returns what is to be said of those where it could not.
     */
    private static List<String> lookInto(Set<TargetKey> targets, Functions functions) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            return targets.stream()
                    .map(target -> CompletableFuture.supplyAsync(() -> lookInto(target, functions), threads))
                    .toList()
                    .stream()
                    .flatMap(look -> look.join().stream())
                    .toList();
        }
    }

    private static Optional<String> lookInto(TargetKey target, Functions functions) {
        try {
            var _ = functions.lookAround(target);
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(target + " could not be looked into: " + problem.what());
        }
    }

    private static void left(TargetState state, String environment, Set<String> declared, ArrayNode stacks) {
        for (StackRecord record : state.stacks().values()) {
            if (!declared.contains(record.stack().stack())) {
                place(stacks.addObject(), environment, record.stack().target())
                        .put("stack", record.stack().stack())
                        .put("status", record.status())
                        .put("run", record.run());
            }
        }
    }

    private static ObjectNode describe(String environment, Kept kept) {
        return place(JSON.createObjectNode(), environment, kept.stack().target())
                .put("stack", kept.stack().stack())
                .put("logicalId", kept.logicalId())
                .put("type", kept.type())
                .put("physicalId", kept.physicalId())
                .put("name", kept.name())
                .put("how", kept.how())
                .put(
                        "delete",
                        kept.whole()
                                ? DeleteCommand.of(
                                        kept.type(),
                                        kept.physicalId(),
                                        kept.stack().target().region())
                                : "")
                .put("run", kept.run())
                .put("at", kept.at().toString());
    }

    private static ObjectNode place(ObjectNode node, String environment, TargetKey target) {
        return node.put("environment", environment)
                .put("account", target.account())
                .put("region", target.region());
    }

    private void print(ArrayNode stacks, ArrayNode kept, List<String> unseen) {
        for (JsonNode stack : stacks) {
            console.line("%-16s %s %-12s %-18s %s, no longer in Git; the next run asks for its removal"
                    .formatted(
                            stack.path("environment").asText(),
                            stack.path("account").asText(),
                            stack.path("region").asText(),
                            stack.path("stack").asText(),
                            console.styled(stack.path("status").asText("unknown"), Style.YELLOW)));
        }
        for (JsonNode resource : kept) {
            console.line("%-16s %s %-12s %-18s %s: %s (%s) %s"
                    .formatted(
                            resource.path("environment").asText(),
                            resource.path("account").asText(),
                            resource.path("region").asText(),
                            resource.path("stack").asText(),
                            resource.path("how").asText(),
                            resource.path("logicalId").asText(),
                            resource.path("type").asText(),
                            resource.path("physicalId").asText()));
            if (!resource.path("delete").asText().isEmpty()) {
                console.line("    " + resource.path("delete").asText());
            }
        }
        unseen.forEach(console::line);
        if (stacks.isEmpty() && kept.isEmpty() && unseen.isEmpty()) {
            console.line("nothing stands that is not in Git");
        }
    }
}
