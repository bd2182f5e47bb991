package dev.plumbline.journeys;

import dev.plumbline.accounts.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * What our runs have done to the stacks of an account and when, as CloudFormation's own events tell: nothing that
 * Plumbline says of itself goes into it.
 *
 * @param changes each change of a stack, in the order of their beginnings
 */
record StackChanges(List<Change> changes) {

    private static final String STACK = "AWS::CloudFormation::Stack";
    private static final String OURS = "plumbline-";
    private static final Set<String> BEGINNINGS = Set.of("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS");

    /**
     * A change of a stack.
     *
     * @param stack the stack's name
     * @param token the token that its events carry
     */
    record Change(String stack, String token, Instant from, Instant to) {

        /** A token is {@code plumbline-}, the run's digits, those of the stack. */
        private String run() {
            return token.split("-", -1)[1];
        }

        private boolean meets(Change other) {
            return !run().equals(other.run()) && from.isBefore(other.to) && other.from.isBefore(to);
        }
    }

    StackChanges {
        changes = List.copyOf(changes);
    }

    /** Reads them, of the stacks that stand. */
    static StackChanges since(Instant begun, Session account) {
        CloudFormationClient client = account.client(CloudFormationClient.class, CloudFormationClient::builder);
        List<Change> changes = new ArrayList<>();
        for (Stack stack : client.describeStacksPaginator().stacks()) {
            List<StackEvent> events =
                    client
                            .describeStackEventsPaginator(request -> request.stackName(stack.stackId()))
                            .stackEvents()
                            .stream()
                            .filter(event -> event.resourceType().equals(STACK)
                                    && event.timestamp().isAfter(begun)
                                    && event.clientRequestToken() != null
                                    && event.clientRequestToken().startsWith(OURS))
                            .toList();
            changes.addAll(read(events.reversed()));
        }
        return new StackChanges(changes);
    }

    private static List<Change> read(List<StackEvent> inOrder) {
        List<Change> changes = new ArrayList<>();
        Map<String, StackEvent> open = new LinkedHashMap<>();
        for (StackEvent event : inOrder) {
            String token = event.clientRequestToken();
            if (BEGINNINGS.contains(event.resourceStatusAsString())) {
                open.put(token, event);
            } else if (!event.resourceStatusAsString().endsWith("_IN_PROGRESS") && open.containsKey(token)) {
                StackEvent first = open.remove(token);
                changes.add(new Change(event.stackName(), token, first.timestamp(), event.timestamp()));
            }
        }
        return changes;
    }

    /** Returns what was made more than once under one token, which is that of one run and stack. */
    List<String> madeTwice() {
        Map<String, Integer> times = new LinkedHashMap<>();
        changes.forEach(change -> times.merge(change.stack() + " " + change.token(), 1, Integer::sum));
        return times.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::toString)
                .toList();
    }

    /** Returns what two runs did in the account at the same time. */
    List<String> atOnce() {
        List<String> met = new ArrayList<>();
        for (int one = 0; one < changes.size(); one++) {
            for (Change other : changes.subList(one + 1, changes.size())) {
                if (changes.get(one).meets(other)) {
                    met.add(changes.get(one) + " and " + other);
                }
            }
        }
        return met;
    }
}
