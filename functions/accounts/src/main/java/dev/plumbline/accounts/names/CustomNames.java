package dev.plumbline.accounts.names;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.estate.forecast.Forecast;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that templates give to resources, as the resource schemas tell which properties these are. A create handler
 * answers AlreadyExists where a resource of the same primary identifier is there already (contract_create_create in
 * "Contract tests for resource types", CloudFormation CLI user guide).
 */
public final class CustomNames {

    /** Made by {@code src/main/python/custom_names.py} from the resource schemas. */
    private static final Map<String, List<String>> BY_TYPE = load("custom-names.txt");

    private CustomNames() {}

    /** Returns the properties that name a resource of a type, none where AWS makes its name. */
    public static List<String> properties(String type) {
        return BY_TYPE.getOrDefault(type, List.of());
    }

    /**
     * Returns the name of a resource, its parts joined by {@code |}, or nothing where the template gives none or nobody
     * knows yet what it gives.
     *
     * @param properties its properties with their functions worked out
     */
    public static Optional<String> of(String type, JsonNode properties) {
        List<String> parts = new ArrayList<>();
        for (String path : properties(type)) {
            String part = properties.at("/" + path).asText("");
            if (part.isEmpty() || part.contains(Forecast.KNOWN_AFTER_APPLY) || part.contains(Forecast.SECRET)) {
                return Optional.empty();
            }
            parts.add(part);
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("|", parts));
    }

    private static Map<String, List<String>> load(String name) {
        try (InputStream stream = CustomNames.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            Map<String, List<String>> types = new HashMap<>();
            new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ", -1)))
                    .forEach(words -> types.put(words.getFirst(), words.subList(1, words.size())));
            return Map.copyOf(types);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
