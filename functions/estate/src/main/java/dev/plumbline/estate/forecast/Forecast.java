package dev.plumbline.estate.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out which resources a template would make, and with what. Pure. */
public final class Forecast {

    /** Stands for, or inside of, a value that nobody knows before it is made. */
    public static final String KNOWN_AFTER_APPLY = "(known after apply)";

    /** Stands for the value of a parameter that CloudFormation hides. */
    public static final String SECRET = "(secret)";

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private Forecast() {}

    /**
     * Returns the resources in the order of the template; none where it is no template.
     *
     * @param file its name; one that ends in {@code .json} is read as JSON
     * @param parameters the values that are known; defaults fill in, and any other is known after apply
     * @param place where it would stand
     */
    public static List<FutureResource> of(String file, byte[] template, Map<String, String> parameters, Place place) {
        Optional<ObjectNode> document = TemplateJson.read(file, template);
        if (document.isEmpty()) {
            return List.of();
        }
        Intrinsics intrinsics = new Intrinsics(document.get(), new ParameterValues(document.get(), parameters), place);
        List<FutureResource> resources = new ArrayList<>();
        document.get().path("Resources").properties().forEach(entry -> {
            JsonNode resource = entry.getValue();
            Optional<Boolean> present = resource.has("Condition")
                    ? intrinsics.condition(resource.path("Condition").asText())
                    : Optional.of(true);
            if (present.orElse(true)) {
                JsonNode properties = intrinsics.value(resource.path("Properties"));
                resources.add(new FutureResource(
                        entry.getKey(),
                        resource.path("Type").asText(),
                        properties.isObject() ? properties : NOTHING,
                        present.isPresent()));
            }
        });
        return List.copyOf(resources);
    }

    /** Whether a value holds anything that nobody knows yet. */
    static boolean isUnknown(JsonNode value) {
        if (value.isContainerNode()) {
            for (JsonNode inner : value) {
                if (isUnknown(inner)) {
                    return true;
                }
            }
            return false;
        }
        return value.isTextual() && value.textValue().contains(KNOWN_AFTER_APPLY);
    }
}
