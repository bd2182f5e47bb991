package dev.plumbline.estate.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;

/** Which resource types Cloud Control can read. */
final class ReadableTypes {

    /** Made by {@code src/main/python/types_without_read_handler.py} from the resource schemas. */
    private static final Set<String> WITHOUT_READ_HANDLER = load("types-without-read-handler.txt");

    private ReadableTypes() {}

    /**
     * Whether a resource of a type can be read. Types that are not known are taken to be readable, save custom
     * resources.
     */
    static boolean contains(String type) {
        return !type.startsWith("Custom::") && !WITHOUT_READ_HANDLER.contains(type);
    }

    private static Set<String> load(String name) {
        try (InputStream stream = ReadableTypes.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
