package dev.plumbline.estate.blueprint;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.TemplateParameter;
import dev.plumbline.estate.yaml.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads one parameter of a template. */
final class ParameterReader {

    private final Problems problems;

    ParameterReader(Problems problems) {
        this.problems = problems;
    }

    /** Returns the parameter, or nothing where it has no usable type; problems are added. */
    Optional<TemplateParameter> read(Node.Entry entry) {
        String name = entry.key().text();
        if (!(entry.value() instanceof Node.Entries fields)) {
            wrong(
                    entry.value(),
                    "the parameter " + name + " is a mapping, not "
                            + entry.value().described());
            return Optional.empty();
        }
        Optional<String> type = scalar(fields, "Type", name);
        if (type.isEmpty()) {
            wrong(entry.key(), "the parameter " + name + " has no Type");
            return Optional.empty();
        }
        if (!ParameterTypes.exists(type.get())) {
            problems.add(
                    fields.value("Type").map(Node::position).orElse(fields.position()),
                    ProblemCode.TEMPLATE_PARAMETER,
                    "CloudFormation has no parameter type " + type.get(),
                    Suggestion.hint(type.get(), ParameterTypes.names()));
            return Optional.empty();
        }
        return Optional.of(new TemplateParameter(
                name,
                type.get(),
                scalar(fields, "Default", name).orElse(null),
                pattern(fields, name),
                allowedValues(fields, name),
                scalar(fields, "ConstraintDescription", name).orElse(""),
                new TemplateParameter.Bounds(
                        number(fields, "MinLength", name),
                        number(fields, "MaxLength", name),
                        number(fields, "MinValue", name),
                        number(fields, "MaxValue", name)),
                scalar(fields, "NoEcho", name).map("true"::equalsIgnoreCase).orElse(false),
                entry.key().position()));
    }

    private @Nullable Pattern pattern(Node.Entries fields, String name) {
        Optional<String> text = scalar(fields, "AllowedPattern", name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile(text.get());
        } catch (PatternSyntaxException e) {
            wrong(
                    fields.value("AllowedPattern").orElse(fields),
                    "AllowedPattern of " + name + " is not a regular expression: " + e.getDescription());
            return null;
        }
    }

    private List<String> allowedValues(Node.Entries fields, String name) {
        List<String> allowed = new ArrayList<>();
        Optional<Node> values = fields.value("AllowedValues");
        if (values.isPresent()) {
            if (values.get() instanceof Node.Items items) {
                for (Node item : items.all()) {
                    scalar(item, "AllowedValues", name).ifPresent(allowed::add);
                }
            } else {
                wrong(
                        values.get(),
                        "AllowedValues of " + name + " is a list, not "
                                + values.get().described());
            }
        }
        return allowed;
    }

    private @Nullable BigDecimal number(Node.Entries fields, String key, String name) {
        Optional<String> text = scalar(fields, key, name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(text.get());
        } catch (NumberFormatException e) {
            wrong(fields.value(key).orElse(fields), key + " of " + name + " is not a number");
            return null;
        }
    }

    private Optional<String> scalar(Node.Entries fields, String key, String name) {
        return fields.value(key).flatMap(value -> scalar(value, key, name));
    }

    private Optional<String> scalar(Node value, String key, String name) {
        if (value instanceof Node.Scalar scalar && !scalar.isNull() && scalar.tagOrNull() == null) {
            return Optional.of(scalar.text());
        }
        wrong(value, key + " of " + name + " is a single value, not " + value.described());
        return Optional.empty();
    }

    private void wrong(Node at, String message) {
        problems.add(at.position(), ProblemCode.TEMPLATE_PARAMETER, message);
    }
}
