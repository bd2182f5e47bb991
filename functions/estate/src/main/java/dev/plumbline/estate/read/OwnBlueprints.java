package dev.plumbline.estate.read;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.blueprint.TemplateReader;
import dev.plumbline.estate.blueprint.TransformRules;
import dev.plumbline.estate.yaml.Node;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The company's own blueprints: {@code blueprints/<name>.yaml} or {@code blueprints/<name>/template.yaml}, also as
 * JSON.
 */
final class OwnBlueprints {

    private static final Pattern FILE = Pattern.compile("blueprints/(?<name>[^/]+?)(?:/template)?\\.(?:yaml|yml|json)");

    private final SortedSet<String> names = new TreeSet<>();
    private final SortedMap<String, Blueprint> usable = new TreeMap<>();

    /** Reads all of a tree, used or not; problems are added. Other files below the folder are left alone. */
    OwnBlueprints(SourceTree tree, TransformRules transforms, Problems problems) {
        TemplateReader reader = new TemplateReader(transforms, problems);
        for (Map.Entry<String, byte[]> file : tree.files().entrySet()) {
            Matcher matcher = FILE.matcher(file.getKey());
            if (!matcher.matches()) {
                continue;
            }
            Position start = Position.startOf(file.getKey());
            String name = matcher.group("name");
            if (!Names.judge(new Node.Scalar(name, true, null, start), "a blueprint", problems)) {
                continue;
            }
            if (!names.add(name)) {
                problems.add(
                        start,
                        ProblemCode.BLUEPRINT_TWICE,
                        "the blueprint " + name + " has a second template",
                        "keep one of them");
                continue;
            }
            reader.read(name, Blueprint.OWN, file.getKey(), file.getValue())
                    .ifPresent(blueprint -> usable.put(name, blueprint));
        }
    }

    /** Returns the names of all, also of those that cannot be used. */
    SortedSet<String> names() {
        return names;
    }

    /** Returns a blueprint, or nothing where its template cannot be used, which has been reported. */
    Optional<Blueprint> find(String name) {
        return Optional.ofNullable(usable.get(name));
    }
}
