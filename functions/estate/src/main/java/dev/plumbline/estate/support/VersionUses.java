package dev.plumbline.estate.support;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where a template says which versions its resources are of. */
final class VersionUses {

    private static final Pattern WHOLE_SUBSTITUTION = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final Set<VersionUse> found = new LinkedHashSet<>();

    private VersionUses() {}

    /** Returns each place of a blueprint's template once. */
    static List<VersionUse> of(Blueprint blueprint) {
        VersionUses uses = new VersionUses();
        // It was read before, and its problems were told then.
        Documents.template(blueprint.file(), blueprint.template().bytes(), new Problems())
                .flatMap(document -> value(document, "Resources"))
                .ifPresent(uses::resources);
        return List.copyOf(uses.found);
    }

    private void resources(Node resources) {
        if (resources instanceof Node.Entries entries) {
            for (Node.Entry entry : entries.all().values()) {
                resource(entry.value());
            }
        }
    }

    private void resource(Node resource) {
        String type = value(resource, "Type").flatMap(VersionUses::text).orElse("");
        Node properties = value(resource, "Properties").orElse(resource);
        switch (type) {
            case "AWS::EKS::Cluster", "AWS::EKS::Nodegroup" -> add(Product.KUBERNETES, properties, "Version");
            case "AWS::Lambda::Function", "AWS::Serverless::Function" -> add(Product.LAMBDA, properties, "Runtime");
            case "AWS::RDS::DBInstance", "AWS::RDS::DBCluster" -> {
                if (value(properties, "Engine").flatMap(VersionUses::text).equals(Optional.of("postgres"))) {
                    add(Product.POSTGRESQL, properties, "EngineVersion");
                }
            }
            default -> {
                // Of no version that AWS has a calendar for here.
            }
        }
    }

    private void add(Product product, Node properties, String name) {
        value(properties, name).ifPresent(value -> add(product, value));
    }

    /** A value itself, what it refers to, or both branches of a condition. Whatever else it is says nothing. */
    private void add(Product product, Node value) {
        switch (value) {
            case Node.Scalar scalar -> scalar(product, scalar, scalar.tag().orElse(""));
            case Node.Items items -> {
                if (items.tag().equals(Optional.of("!If"))) {
                    branches(product, items);
                }
            }
            case Node.Entries entries -> {
                entries.value("Ref").ifPresent(name -> reference(product, name));
                entries.value("Fn::If").ifPresent(branches -> branches(product, branches));
            }
        }
    }

    private void scalar(Product product, Node.Scalar scalar, String tag) {
        switch (tag) {
            case "" -> {
                if (!scalar.isNull() && !scalar.text().isEmpty()) {
                    found.add(new VersionUse.Literal(product, scalar.text(), scalar.position()));
                }
            }
            case "!Ref" -> reference(product, scalar);
            case "!Sub" -> {
                Matcher whole = WHOLE_SUBSTITUTION.matcher(scalar.text());
                if (whole.matches()) {
                    found.add(new VersionUse.Parameter(product, whole.group(1)));
                }
            }
            default -> {
                // Known once it is deployed.
            }
        }
    }

    private void reference(Product product, Node name) {
        if (name instanceof Node.Scalar scalar && !scalar.text().startsWith("AWS::")) {
            found.add(new VersionUse.Parameter(product, scalar.text()));
        }
    }

    private void branches(Product product, Node branches) {
        if (branches instanceof Node.Items items && items.all().size() == 3) {
            add(product, items.all().get(1));
            add(product, items.all().get(2));
        }
    }

    private static Optional<Node> value(Node node, String key) {
        return node instanceof Node.Entries entries ? entries.value(key) : Optional.empty();
    }

    private static Optional<String> text(Node node) {
        return node instanceof Node.Scalar scalar && scalar.tag().isEmpty()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }
}
