package dev.plumbline.tasks.playbooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.json.Json;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far a playbook reaches: the policy of the session in which it works. The role allows what any playbook needs, on
 * which resources and under which conditions; the session allows of that what this playbook has declared.
 */
public final class Reach {

    private Reach() {}

    /** Returns the policy of a playbook's session. */
    public static String of(Playbook playbook) {
        return policy(actions(playbook));
    }

    /** Returns the policy of a session in which these operations are asked for. */
    public static String of(Set<Operation> operations) {
        return policy(operations.stream().map(Operation::permission).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String policy(SortedSet<String> allowed) {
        ObjectNode policy = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ObjectNode statement = policy.putArray("Statement").addObject().put("Effect", "Allow");
        ArrayNode actions = statement.putArray("Action");
        allowed.forEach(actions::add);
        statement.put("Resource", "*");
        return Json.text(policy);
    }

    private static SortedSet<String> actions(Playbook playbook) {
        // Whose the resource is, is asked about every resource.
        SortedSet<String> actions = new TreeSet<>();
        actions.add(Operation.DESCRIBE_STACK_RESOURCES.permission());
        actions.add(Operation.LIST_STACK_RESOURCES.permission());
        playbook.operations().forEach(operation -> {
            actions.add(operation.permission());
            operation.besides().forEach(dependent -> actions.add(dependent.permission()));
        });
        return actions;
    }
}
