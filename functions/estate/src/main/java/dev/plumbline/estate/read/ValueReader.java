package dev.plumbline.estate.read;

import dev.plumbline.estate.DeclaredParameter;
import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the values of parameters. */
final class ValueReader {

    private final Problems problems;
    private final ReferenceParser references;

    ValueReader(Problems problems) {
        this.problems = problems;
        this.references = new ReferenceParser(problems);
    }

    /** Returns the values of a mapping by parameter. */
    SortedMap<String, DeclaredParameter> parameters(Node.Entries mapping) {
        SortedMap<String, DeclaredParameter> parameters = new TreeMap<>();
        for (Node.Entry entry : mapping.all().values()) {
            parameters.put(
                    entry.key().text(),
                    new DeclaredParameter(
                            read(entry.value(), entry.key().text()), entry.key().position()));
        }
        return parameters;
    }

    private Value<OutputName> read(Node node, String name) {
        return switch (node) {
            case Node.Scalar scalar -> {
                if (scalar.isNull()) {
                    problems.add(
                            scalar.position(),
                            ProblemCode.WRONG_TYPE,
                            name + " has no value",
                            "write '' for an empty one, or leave the key out for the default");
                }
                yield references.parse(scalar);
            }
            case Node.Items items -> {
                List<Value<OutputName>> values = new ArrayList<>();
                items.all().forEach(item -> values.add(read(item, "an item of " + name)));
                yield new Value.Sequence<>(values);
            }
            case Node.Entries entries -> {
                SortedMap<String, Value<OutputName>> values = new TreeMap<>();
                entries.all()
                        .values()
                        .forEach(entry -> values.put(
                                entry.key().text(),
                                read(entry.value(), name + "." + entry.key().text())));
                yield new Value.Mapping<>(values);
            }
        };
    }
}
