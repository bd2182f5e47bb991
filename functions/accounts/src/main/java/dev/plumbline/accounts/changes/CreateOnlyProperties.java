package dev.plumbline.accounts.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The properties that a resource has for as long as it lives, as the resource schemas name them. */
final class CreateOnlyProperties {

    private static final Pattern INDEX = Pattern.compile("/[0-9]+(?=/|$)");

    /** Made by {@code src/main/python/create_only_properties.py} from the resource schemas. */
    private static final Map<String, Set<String>> BY_TYPE = load("create-only-properties.txt");

    private CreateOnlyProperties() {}

    /**
     * Whether a change of a property always makes another resource.
     *
     * @param path where the property is, such as {@code /Properties/KubernetesNetworkConfig/IpFamily}
     */
    static boolean contain(String type, String path) {
        String property = INDEX.matcher(path.replaceFirst("^/Properties/", "")).replaceAll("/*");
        Set<String> paths = BY_TYPE.getOrDefault(type, Set.of());
        return paths.stream().anyMatch(each -> property.equals(each) || property.startsWith(each + "/"));
    }

    private static Map<String, Set<String>> load(String name) {
        try (InputStream stream = CreateOnlyProperties.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            Map<String, Set<String>> types = new HashMap<>();
            new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ", -1)))
                    .forEach(words -> types.put(words.getFirst(), Set.copyOf(words.subList(1, words.size()))));
            return Map.copyOf(types);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
