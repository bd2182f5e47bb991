package dev.plumbline.estate.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The built-in set of blueprints in all its versions. A live repository pins a version of the set; each blueprint is
 * then used in its highest version that is not above the pin, so that an upgrade of Plumbline changes nothing by
 * itself. Templates are read when they are first asked for. Safe for use by several threads.
 */
public final class Blueprints {

    private static final String FOLDER = "blueprints/";
    private static final String INDEX = FOLDER + "index.txt";

    private final SortedMap<String, NavigableMap<Version, String>> files = new TreeMap<>();
    private final Function<String, byte[]> content;
    private final Map<String, Blueprint> read = new ConcurrentHashMap<>();

    private Blueprints(List<String> index, Function<String, byte[]> content) {
        this.content = content;
        for (String entry : index) {
            int slash = entry.indexOf('/');
            Version version = Version.parse(entry.substring(slash + 1))
                    .orElseThrow(() -> new IllegalArgumentException("not an entry of the index: " + entry));
            files.computeIfAbsent(entry.substring(0, slash), name -> new TreeMap<>())
                    .put(version, FOLDER + entry + ".yaml");
        }
    }

    /** Returns the set that comes with this release, from the class path. */
    public static Blueprints builtIn() {
        List<String> index = new String(resource(INDEX), UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        return new Blueprints(index, Blueprints::resource);
    }

    /** Returns a set of given templates, by {@code <name>/<version>}. */
    public static Blueprints of(Map<String, byte[]> templates) {
        Map<String, byte[]> copy = new TreeMap<>();
        templates.forEach((entry, bytes) -> copy.put(FOLDER + entry + ".yaml", bytes));
        return new Blueprints(List.copyOf(templates.keySet()), file -> {
            byte[] bytes = copy.get(file);
            if (bytes == null) {
                throw new IllegalStateException("no template " + file);
            }
            return bytes;
        });
    }

    /** Returns the names of all blueprints of the set. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet((SortedSet<String>) files.keySet());
    }

    /** Returns the versions of a blueprint, lowest first; empty where there is no such blueprint. */
    public List<Version> versions(String name) {
        NavigableMap<Version, String> versions = files.get(name);
        return versions == null ? List.of() : List.copyOf(versions.keySet());
    }

    /** Returns the highest version in the set: the highest that a live repository may pin. */
    public Version latest() {
        return files.values().stream()
                .map(NavigableMap::lastKey)
                .max(Version::compareTo)
                .orElseThrow(() -> new IllegalStateException("a set without blueprints"));
    }

    /** Returns a blueprint in its highest version that is not above the pin, or nothing where there is none. */
    public Optional<Blueprint> find(String name, Version pin) {
        NavigableMap<Version, String> versions = files.get(name);
        if (versions == null) {
            return Optional.empty();
        }
        Map.Entry<Version, String> entry = versions.floorEntry(pin);
        return entry == null
                ? Optional.empty()
                : Optional.of(read.computeIfAbsent(
                        entry.getValue(), file -> read(name, entry.getKey().toString(), file)));
    }

    private Blueprint read(String name, String version, String file) {
        Problems problems = new Problems();
        Optional<Blueprint> blueprint = new TemplateReader(new TransformRules.Listed(Set.of()), problems)
                .read(name, version, file, content.apply(file));
        if (blueprint.isEmpty() || !problems.isEmpty()) {
            throw new IllegalStateException("a built-in blueprint is wrong: " + problems.all());
        }
        return blueprint.get();
    }

    private static byte[] resource(String path) {
        try (InputStream stream = Blueprints.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("not on the class path: " + path);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
