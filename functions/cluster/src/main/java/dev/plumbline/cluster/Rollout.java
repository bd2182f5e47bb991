package dev.plumbline.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** How far an object is on its way to what its manifest says. Where a kind has no such way, being there is all. */
sealed interface Rollout {

    /** It is there. */
    record Done() implements Rollout {}

    /** It is on its way; {@code how} says how far. */
    record Going(String how) implements Rollout {}

    /** It will not get there by itself; {@code why} says why. */
    record Stuck(String why) implements Rollout {}

    /** Judges a live object. */
    static Rollout of(GenericKubernetesResource live) {
        JsonNode object = Json.MAPPER.valueToTree(live);
        return switch (live.getKind()) {
            case "Deployment" -> deployment(object);
            case "StatefulSet" -> replicas(object, "readyReplicas");
            case "DaemonSet" -> daemons(object);
            case "Job" -> job(object);
            case "Ingress" -> ingress(object);
            case "CustomResourceDefinition" -> condition(object, "Established");
            default -> new Done();
        };
    }

    /** Returns the labels by which a workload knows its pods, or nothing if it says none. */
    static Optional<Map<String, String>> selector(GenericKubernetesResource live) {
        Map<String, String> labels = new TreeMap<>();
        Json.MAPPER
                .<JsonNode>valueToTree(live)
                .at("/spec/selector/matchLabels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels);
    }

    private static Rollout deployment(JsonNode object) {
        return conditions(object)
                .filter(each -> each.path("type").asText().equals("Progressing")
                        && each.path("reason").asText().equals("ProgressDeadlineExceeded"))
                .findFirst()
                .<Rollout>map(each -> new Stuck(each.path("message").asText("its rollout does not progress")))
                .orElseGet(() -> replicas(object, "availableReplicas"));
    }

    private static Rollout replicas(JsonNode object, String ready) {
        if (isBehind(object)) {
            return new Going("its change has not been taken up");
        }
        int wanted = object.path("spec").path("replicas").asInt(1);
        JsonNode status = object.path("status");
        int updated = status.path("updatedReplicas").asInt();
        int there = status.path(ready).asInt();
        boolean old = status.path("replicas").asInt() > updated;
        return updated >= wanted && there >= wanted && !old
                ? new Done()
                : new Going("%d of %d updated, %d ready".formatted(updated, wanted, there));
    }

    private static Rollout daemons(JsonNode object) {
        if (isBehind(object)) {
            return new Going("its change has not been taken up");
        }
        JsonNode status = object.path("status");
        int wanted = status.path("desiredNumberScheduled").asInt();
        int updated = status.path("updatedNumberScheduled").asInt();
        int there = status.path("numberAvailable").asInt();
        return updated >= wanted && there >= wanted
                ? new Done()
                : new Going("%d of %d updated, %d ready".formatted(updated, wanted, there));
    }

    private static Rollout job(JsonNode object) {
        if (condition(object, "Failed") instanceof Done) {
            return new Stuck("it has failed");
        }
        return condition(object, "Complete");
    }

    private static Rollout ingress(JsonNode object) {
        JsonNode address =
                object.path("status").path("loadBalancer").path("ingress").path(0);
        return address.path("hostname").isTextual() || address.path("ip").isTextual()
                ? new Done()
                : new Going("its load balancer has no address");
    }

    private static Rollout condition(JsonNode object, String type) {
        boolean holds = conditions(object)
                .anyMatch(each -> each.path("type").asText().equals(type)
                        && each.path("status").asText().equals("True"));
        return holds ? new Done() : new Going("it is not " + type);
    }

    private static Stream<JsonNode> conditions(JsonNode object) {
        return StreamSupport.stream(object.path("status").path("conditions").spliterator(), false);
    }

    /** The controller tells which generation it has looked at: an older status says nothing of this change. */
    private static boolean isBehind(JsonNode object) {
        return object.path("status").path("observedGeneration").asLong()
                < object.path("metadata").path("generation").asLong();
    }

    /** Shared, as it is costly to make. */
    final class Json {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }
}
