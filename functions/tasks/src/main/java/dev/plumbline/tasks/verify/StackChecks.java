package dev.plumbline.tasks.verify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.probes.ProbeResult;
import dev.plumbline.accounts.probes.Probes;
import dev.plumbline.accounts.resources.LiveResource;
import dev.plumbline.accounts.resources.Resources;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.Check;
import dev.plumbline.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at one stack, check by check. */
final class StackChecks {

    private final Session session;
    private final Stacks stacks;
    private final Resources resources;
    private final Probes probes;

    StackChecks(Session session, Probes probes) {
        this.session = requireNonNull(session, "session is null");
        this.stacks = Stacks.in(session);
        this.resources = Resources.in(session);
        this.probes = requireNonNull(probes, "probes is null");
    }

    /** Returns what each check found; first of all, whether the stack itself stands. */
    List<Finding> look(String stackName, List<Check> checks) {
        Stack stack = stacks.describe(stackName);
        boolean stands = stack.state() == StackState.READY;
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new Finding("stack", "The stack stands", stackName, "a stack that stands", stack.status(), stands));
        if (!stands) {
            return findings;
        }
        Expression expressions = new Expression(stack.parameters(), stack.outputs());
        boolean reads = checks.stream().anyMatch(Check.Expectation.class::isInstance);
        Map<String, String> ids = reads ? physicalIds(stackName) : Map.of();
        // Several checks of one resource read it once.
        Map<String, LiveResource> read = new HashMap<>();
        for (Check check : checks) {
            findings.add(
                    switch (check) {
                        case Check.Expectation expectation -> expectation(expectation, ids, read, expressions);
                        case Check.Probe probe -> probe(probe, expressions);
                    });
        }
        return findings;
    }

    private Map<String, String> physicalIds(String stackName) {
        Map<String, String> ids = new HashMap<>();
        for (StackResource resource : stacks.resources(stackName)) {
            if (!resource.physicalId().isEmpty() && !resource.status().equals("DELETE_COMPLETE")) {
                ids.put(resource.logicalId(), resource.physicalId());
            }
        }
        return ids;
    }

    private Finding expectation(
            Check.Expectation check, Map<String, String> ids, Map<String, LiveResource> read, Expression expressions) {
        String physicalId = ids.get(check.resource());
        if (physicalId == null) {
            return found(check, check.resource(), "no such resource in the stack", check.conditional());
        }
        String resource = check.resource() + " (" + physicalId + ")";
        LiveResource live =
                read.computeIfAbsent(check.resource(), logicalId -> resources.read(check.type(), physicalId));
        return switch (live) {
            case LiveResource.NotFound _ -> found(check, resource, "it does not exist", false);
            case LiveResource.Unsupported(String reason) -> found(check, resource, reason, false);
            case LiveResource.Found(JsonNode properties) -> {
                boolean holds = expressions.holds(check.expect(), properties);
                JsonNode seen = check.seen()
                        .map(expression -> expressions.evaluate(expression, properties))
                        .orElse(properties);
                String expected = holds ? check.expect() : new Expected(expressions).told(check.expect(), properties);
                yield new Finding(check.id(), check.says(), resource, expected, text(seen), holds);
            }
        };
    }

    private static Finding found(Check.Expectation check, String resource, String seen, boolean ok) {
        return new Finding(check.id(), check.says(), resource, check.expect(), seen, ok);
    }

    private Finding probe(Check.Probe check, Expression expressions) {
        Map<String, JsonNode> arguments = new TreeMap<>();
        check.with().forEach((name, expression) -> {
            JsonNode value = expressions.evaluate(expression, JsonNodeFactory.instance.objectNode());
            if (!value.isMissingNode()) {
                arguments.put(name, value);
            }
        });
        ProbeResult result = probes.look(check.probe(), arguments, session);
        return new Finding(
                check.id(), check.says(), result.resource(), result.expected(), result.seen(), result.passed());
    }

    private static String text(JsonNode seen) {
        if (seen.isMissingNode()) {
            return "nothing";
        }
        return seen.isTextual() ? seen.asText() : Json.text(seen);
    }
}
