package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.watchers.InTheWay;
import dev.plumbline.accounts.watchers.Watchers;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.forecast.FutureResource;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.assignment.RunDocuments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an account has already of what a change would make, where AWS takes no other: said before anything is made. A
 * blueprint that can do with what is there has a parameter named {@code Existing} and the resource's logical id.
 */
final class AlreadyThere {

    private static final String EXISTING = "Existing";

    private final StackPlan stack;
    private final Session session;
    private final Bucket bucket;
    private final SortedMap<String, String> parameters;

    /**
     * Creates it for one stack.
     *
     * @param session the role that may look at the account
     * @param bucket where the stack's template lies
     * @param parameters every parameter that is given a value
     */
    AlreadyThere(StackPlan stack, Session session, Bucket bucket, SortedMap<String, String> parameters) {
        this.stack = requireNonNull(stack, "stack is null");
        this.session = requireNonNull(session, "session is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.parameters = new TreeMap<>(parameters);
    }

    /** Returns what is in the way of changes, and what to do about all of it; asks nothing where nothing can be. */
    Optional<String> told(List<Change> changes) {
        List<Change> made = changes.stream()
                .filter(change -> change.action() == Change.Action.ADD && Watchers.knows(change.type()))
                .toList();
        if (made.isEmpty()) {
            return Optional.empty();
        }
        Map<String, JsonNode> properties = properties();
        Set<String> types = made.stream().map(Change::type).collect(Collectors.toSet());
        Watchers watchers = Watchers.in(session);
        List<String> obstacles = made.stream()
                .flatMap(change -> {
                    JsonNode own = properties.getOrDefault(change.logicalId(), MissingNode.getInstance());
                    return watchers.inTheWayOf(change.type(), own, types).map(found -> told(change, found)).stream();
                })
                .toList();
        return obstacles.isEmpty()
                ? Optional.empty()
                : Optional.of("Nothing is made of stack " + stack.key() + ", because the account has already "
                        + String.join("; ", obstacles) + ". Then push, or run again.");
    }

    private String told(Change change, InTheWay found) {
        String parameter = EXISTING + change.logicalId();
        String use = stack.blueprint().defaults().containsKey(parameter)
                ? "Use it by '" + parameter + ": " + found.name() + "' among the parameters of the stack at "
                        + stack.position() + ", or"
                : "Leave " + change.logicalId() + " out of the template, or";
        return found.why() + ": " + use + " remove it (" + found.removal() + ")";
    }

    /** A change set does not tell with which properties a resource is to be made. */
    private Map<String, JsonNode> properties() {
        byte[] template = bucket.get(RunDocuments.template(stack.templateDigest()))
                .orElseThrow(() -> new Stalled("The template of " + stack.key() + " is gone from the bucket."));
        Place place = new Place(session.partition(), session.account(), session.region(), stack.stackName());
        Map<String, JsonNode> properties = new TreeMap<>();
        for (FutureResource future : Forecast.of("template.yaml", template, parameters, place)) {
            properties.put(future.logicalId(), future.properties());
        }
        return properties;
    }
}
