package dev.plumbline.estate.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which properties of a template's resources are made of what the reader of a plan may not know: values that
 * CloudFormation reads in Systems Manager ("ResolvedValue: the value that corresponds to a Systems Manager parameter
 * key", DescribeChangeSet), that it hides, and attributes that are secrets. A value is not looked for by what it is:
 * encoded, split or joined it would not be found. What a property is made of says so, however it is made. Pure.
 */
public final class HiddenValues {

    private static final String SSM = "AWS::SSM::Parameter::Value<";
    private static final String DYNAMIC = "{{resolve:";
    private static final String PLAIN_DYNAMIC = "{{resolve:ssm:";
    private static final String LOOP = "Fn::ForEach::";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}][^}]*)}");
    private static final Pattern SECRET_ATTRIBUTE =
            Pattern.compile(".*(secretaccesskey|clientsecret|secretstring|password|privatekey|token)");

    /** A template of which nothing is known. */
    private static final HiddenValues ALL =
            new HiddenValues(JsonNodeFactory.instance.objectNode(), Map.of(), null, true);

    private final JsonNode template;
    private final Set<String> parameters;
    private final boolean stored;
    private final boolean everything;
    private final Map<String, Set<String>> hidden = new HashMap<>();
    private final boolean loops;
    private final @Nullable Intrinsics conditions;
    private boolean makesNames;

    private HiddenValues(JsonNode template, Map<String, String> given, @Nullable Place place, boolean everything) {
        this.template = template;
        Set<String> names = new HashSet<>();
        boolean fromStore = everything;
        for (Map.Entry<String, JsonNode> entry : template.path("Parameters").properties()) {
            JsonNode parameter = entry.getValue();
            String value =
                    given.getOrDefault(entry.getKey(), parameter.path("Default").asText());
            boolean read = parameter.path("Type").asText().startsWith(SSM) || value.contains(PLAIN_DYNAMIC);
            if (read || value.contains(DYNAMIC) || parameter.path("NoEcho").asBoolean(false)) {
                names.add(entry.getKey());
            }
            fromStore |= read;
        }
        this.parameters = Set.copyOf(names);
        this.stored = fromStore;
        this.everything = everything;
        this.conditions = place == null ? null : conditions(given, place);
        template.path("Resources").properties().forEach(entry -> look(entry.getKey(), entry.getValue()));
        this.loops = loops(template);
    }

    /**
     * Returns what is hidden of a template, everything where it cannot be read.
     *
     * @param file its name; one that ends in {@code .json} is read as JSON
     * @param given the values of its parameters, as far as they are known
     */
    public static HiddenValues of(String file, byte[] template, Map<String, String> given) {
        Optional<ObjectNode> document = TemplateJson.read(file, template);
        return document.map(read -> new HiddenValues(read, given, null, false)).orElse(ALL);
    }

    /**
     * Returns what is hidden of a template whose conditions are worked out first: of an {@code Fn::If} only the branch
     * that is taken counts. For a template that was reviewed; a stranger's could have it worked out otherwise than
     * CloudFormation does.
     *
     * @param given the values of its parameters
     * @param place where its stack stands
     */
    public static HiddenValues decided(String file, byte[] template, Map<String, String> given, Place place) {
        Optional<ObjectNode> document = TemplateJson.read(file, template);
        return document.map(read -> new HiddenValues(read, given, place, false)).orElse(ALL);
    }

    /** What is hidden decides nothing: its values are read by CloudFormation alone. */
    private Intrinsics conditions(Map<String, String> given, Place place) {
        Map<String, String> known = new HashMap<>(given);
        parameters.forEach(hiddenOne -> known.put(hiddenOne, Forecast.KNOWN_AFTER_APPLY));
        return new Intrinsics(template, new ParameterValues(template, known), place);
    }

    /** Returns a template of which nothing may be shown. */
    public static HiddenValues everything() {
        return ALL;
    }

    /** Whether the template takes values from Systems Manager, one of which a refusal could cite. */
    public boolean fromStore() {
        return stored;
    }

    /** Whether anything is made of such values, which a reason of CloudFormation could cite. */
    public boolean hidesAnything() {
        return everything
                || stored
                || !parameters.isEmpty()
                || hidden.values().stream().anyMatch(parts -> !parts.isEmpty());
    }

    /** Whether anything of a resource is made of such values; one that is not in the template could be a loop's. */
    public boolean hidesAnythingOf(String logicalId) {
        if (everything || !template.path("Resources").has(logicalId)) {
            return everything || (loops && hidesAnything());
        }
        return !hidden.getOrDefault(logicalId, Set.of()).isEmpty();
    }

    /** Whether a loop would name resources by such values. */
    public boolean makesNames() {
        return makesNames;
    }

    /**
     * Whether a value may not be shown.
     *
     * @param logicalId the resource
     * @param part the property, or another attribute of the resource, such as {@code Metadata}
     */
    public boolean hides(String logicalId, String part) {
        if (everything) {
            return true;
        }
        if (!template.path("Resources").has(logicalId)) {
            // Made by a loop: which of its properties are made of what is not known before CloudFormation has run it.
            return loops && !parameters.isEmpty();
        }
        return hidden.getOrDefault(logicalId, Set.of()).contains(part);
    }

    private void look(String logicalId, JsonNode resource) {
        Set<String> parts = new HashSet<>();
        resource.properties().forEach(part -> {
            if (part.getKey().equals("Properties")) {
                part.getValue().properties().stream()
                        .filter(property -> isHidden(property.getValue()))
                        .forEach(property -> parts.add(property.getKey()));
                // A function in the place of all properties.
                if (parts.isEmpty() && isHidden(part.getValue())) {
                    parts.add("Properties");
                }
            } else if (isHidden(part.getValue())) {
                parts.add(part.getKey());
            }
        });
        hidden.put(logicalId, parts);
    }

    private boolean isHidden(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().contains(DYNAMIC);
        }
        if (node.isObject()) {
            return node.properties().stream().anyMatch(entry -> isHidden(entry.getKey(), entry.getValue()));
        }
        for (JsonNode item : node) {
            if (isHidden(item)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHidden(String key, JsonNode value) {
        return switch (key) {
            case "Ref" -> parameters.contains(value.asText());
            case "Fn::If" ->
                isHidden(branch(value.path(0).asText())
                        .map(taken -> value.path(taken))
                        .orElse(value));
            case "Fn::Sub" ->
                isSubstituted(value.isArray() ? value.path(0).asText() : value.asText()) || isHidden(value);
            case "Fn::GetAtt" ->
                value.isArray() ? isSecret(value.path(0).asText(), value.path(1).asText()) : isSecret(value.asText());
            default -> isHidden(value);
        };
    }

    private Optional<Integer> branch(String condition) {
        return conditions == null
                ? Optional.empty()
                : conditions.condition(condition).map(holds -> holds ? 1 : 2);
    }

    private boolean isSubstituted(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1).strip();
            if (parameters.contains(name) || (name.contains(".") && isSecret(name))) {
                return true;
            }
        }
        return false;
    }

    private boolean isSecret(String resourceAndAttribute) {
        String[] parts = resourceAndAttribute.split("\\.", 2);
        return parts.length == 2 && isSecret(parts[0], parts[1]);
    }

    private boolean isSecret(String resource, String attribute) {
        String type = template.path("Resources").path(resource).path("Type").asText();
        return (type.equals("AWS::SSM::Parameter") && attribute.equals("Value"))
                || SECRET_ATTRIBUTE.matcher(attribute.toLowerCase(Locale.ROOT)).matches();
    }

    private boolean loops(JsonNode node) {
        boolean found = false;
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                boolean loop = entry.getKey().startsWith(LOOP);
                found |= loop;
                makesNames |= loop && isHidden(entry.getValue().path(1));
                found |= loops(entry.getValue());
            }
        } else {
            for (JsonNode item : node) {
                found |= loops(item);
            }
        }
        return found;
    }
}
