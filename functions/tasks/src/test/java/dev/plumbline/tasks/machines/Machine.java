package dev.plumbline.tasks.machines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A state machine as its file says.
 *
 * @param name the file's name without its endings
 * @param definition the whole document
 */
record Machine(String name, JsonNode definition) {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("plumbline.root", "../.."));

    static List<Machine> all() {
        try (Stream<Path> files = Files.list(ROOT.resolve("statemachines"))) {
            return files.filter(file -> file.toString().endsWith(".asl.json"))
                    .sorted()
                    .map(Machine::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Machine named(String name) {
        return read(ROOT.resolve("statemachines").resolve(name + ".asl.json"));
    }

    private static Machine read(Path file) {
        try {
            String name = file.getFileName().toString().replace(".asl.json", "");
            return new Machine(name, JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns every level of states: the machine's own, and those inside its maps. */
    List<Map<String, JsonNode>> levels() {
        List<Map<String, JsonNode>> levels = new ArrayList<>();
        collect(definition, levels);
        return levels;
    }

    /** Returns all states of all levels. */
    Map<String, JsonNode> states() {
        Map<String, JsonNode> all = new TreeMap<>();
        levels().forEach(all::putAll);
        return all;
    }

    JsonNode state(String state) {
        JsonNode found = states().get(state);
        if (found == null) {
            throw new IllegalArgumentException(name + " has no state " + state);
        }
        return found;
    }

    private static void collect(JsonNode container, List<Map<String, JsonNode>> levels) {
        Map<String, JsonNode> level = new TreeMap<>();
        container.path("States").properties().forEach(entry -> level.put(entry.getKey(), entry.getValue()));
        levels.add(level);
        level.values().forEach(state -> {
            if (state.has("ItemProcessor")) {
                collect(state.get("ItemProcessor"), levels);
            }
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
