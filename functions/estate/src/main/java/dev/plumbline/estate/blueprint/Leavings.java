package dev.plumbline.estate.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Node;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads from a deployed template what becomes of its resources when its stack is removed. */
public final class Leavings {

    private static final String PROTECTION = "DeletionProtection";

    private Leavings() {}

    /**
     * Returns what becomes of each resource, by logical id; nothing where the template cannot be read.
     *
     * @param template as CloudFormation holds it, YAML or JSON
     */
    public static Optional<SortedMap<String, Leaving>> read(String template) {
        byte[] bytes = template.getBytes(UTF_8);
        String file = template.stripLeading().startsWith("{") ? "template.json" : "template.yaml";
        Set<String> stateful = new TemplateReader(new TransformRules.Any(), new Problems())
                .read("deployed", Blueprint.OWN, file, bytes)
                .<Set<String>>map(Blueprint::stateful)
                .orElse(Set.of());
        return Documents.template(file, bytes, new Problems())
                .filter(Node.Entries.class::isInstance)
                .flatMap(root -> ((Node.Entries) root).value("Resources"))
                .filter(Node.Entries.class::isInstance)
                .map(resources -> leavings((Node.Entries) resources, stateful));
    }

    private static SortedMap<String, Leaving> leavings(Node.Entries resources, Set<String> stateful) {
        SortedMap<String, Leaving> leavings = new TreeMap<>();
        for (Node.Entry entry : resources.all().values()) {
            String id = entry.key().text();
            if (entry.value() instanceof Node.Entries resource) {
                leavings.put(id, new Leaving(policy(resource), stateful.contains(id), protection(resource)));
            }
        }
        return Collections.unmodifiableSortedMap(leavings);
    }

    private static String policy(Node.Entries resource) {
        return resource.value("DeletionPolicy").orElse(null) instanceof Node.Scalar word ? word.text() : "";
    }

    private static @Nullable String protection(Node.Entries resource) {
        if (!(resource.value("Properties").orElse(null) instanceof Node.Entries properties)) {
            return null;
        }
        return switch (properties.value(PROTECTION).orElse(null)) {
            case Node.Scalar scalar when "!Ref".equals(scalar.tagOrNull()) -> scalar.text();
            case Node.Entries entries when entries.value("Ref").orElse(null) instanceof Node.Scalar name -> name.text();
            case null, default -> null;
        };
    }
}
