package dev.plumbline.journeys;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One way to break a live resource, and the one check that has to notice: a row of a file {@code broken/BLUEPRINT.yaml}
 * among the test's resources, whose README says how a row is written.
 *
 * @param blueprint the blueprint whose check it is
 * @param environment the environment of the stack
 * @param stack the stack's name in the estate
 * @param check the check that has to fail
 * @param request what the emulator is asked to break, without the place
 * @param names what the finding's resource has to contain, or null where it is the broken resource's physical id
 * @param like another check that asks the same of a twin of its resource, where no stack of the example has this one;
 *     else null
 * @param also other checks that cannot but fail with it
 * @param alone whether nothing else of its stack may be broken with it
 * @param seen what the finding has to say that it saw
 */
record Break(
        String blueprint,
        String environment,
        String stack,
        String check,
        Map<String, Object> request,
        @Nullable String names,
        @Nullable String like,
        List<String> also,
        boolean alone,
        String seen) {

    private static final List<String> BREAKING =
            List.of("of", "resource", "type", "id", "set", "append", "gone", "shows", "add");

    Break {
        requireNonNull(blueprint, "blueprint is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(stack, "stack is null");
        requireNonNull(check, "check is null");
        request = Map.copyOf(request);
        also = List.copyOf(also);
        requireNonNull(seen, "seen is null");
    }

    /** The checks that have to fail, and no other. */
    Set<String> failing() {
        return Stream.concat(Stream.of(check), also.stream()).collect(Collectors.toSet());
    }

    /** The account of its environment. */
    LocalAccount account() {
        return LocalAccount.valueOf(environment.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The stack whose check it is. */
    StackKey key(String region) {
        return new StackKey(new TargetKey(account().id(), region), stack);
    }

    /** What is broken, by the names that the row has for it. */
    List<Object> subject() {
        return Stream.of("of", "logicalId", "type", "id")
                .map(name -> request.getOrDefault(name, ""))
                .toList();
    }

    /** What the emulator is asked to break. */
    Map<String, Object> request(String region) {
        Map<String, Object> whole = new HashMap<>(request);
        whole.put("account", account().id());
        whole.put("region", region);
        whole.put("stack", "estate-" + whole.getOrDefault("of", stack));
        whole.remove("of");
        return whole;
    }

    @Override
    public String toString() {
        return blueprint + ": " + check + " in " + environment + "/" + stack;
    }

    /** The rows of every file. */
    static List<Break> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Break> read(Path file) throws UncheckedIOException {
        String blueprint = file.getFileName().toString().replace(".yaml", "");
        List<Break> rows = new ArrayList<>();
        try {
            for (Object group : list(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)))) {
                String[] place = text(map(group), "stack").split("/", 2);
                for (Object row : list(map(group).get("breaks"))) {
                    rows.add(row(blueprint, place[0], place[1], map(row)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static Break row(String blueprint, String environment, String stack, Map<String, Object> row) {
        Map<String, Object> request = new HashMap<>(row);
        request.keySet().retainAll(BREAKING);
        if (request.containsKey("resource")) {
            request.put("logicalId", request.remove("resource"));
        }
        return new Break(
                blueprint,
                environment,
                stack,
                text(row, "check"),
                request,
                (String) row.get("names"),
                (String) row.get("like"),
                row.containsKey("also")
                        ? list(row.get("also")).stream().map(Object::toString).toList()
                        : List.of(),
                Boolean.TRUE.equals(row.get("alone")),
                row.containsKey("like") ? "" : text(row, "seen"));
    }

    private static String text(Map<String, Object> row, String key) {
        Object value = row.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key + " in " + row);
        }
        return value.toString();
    }

    @SuppressWarnings("unchecked") // as the rows are written; a test that reads them wrongly fails
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // as the rows are written; a test that reads them wrongly fails
    private static List<Object> list(@Nullable Object value) {
        return (List<Object>) requireNonNull(value, "no list");
    }
}
