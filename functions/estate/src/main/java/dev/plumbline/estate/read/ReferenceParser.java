package dev.plumbline.estate.read;

import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the references in a text: {@code ${environment/stack@region.Output}}. A second dollar before it takes its
 * meaning away.
 */
final class ReferenceParser {

    private static final Pattern FORM = Pattern.compile("(?:(?<environment>[a-z][a-z0-9-]*)/)?(?<stack>[a-z][a-z0-9-]*)"
            + "(?:@(?<region>[a-z0-9-]+))?\\.(?<output>[A-Za-z0-9]+)");

    private final Problems problems;

    ReferenceParser(Problems problems) {
        this.problems = problems;
    }

    /** Returns the text as a value; what looks like a reference and is none is reported. */
    Value<OutputName> parse(Node.Scalar scalar) {
        String text = scalar.text();
        if (!text.contains("${")) {
            return new Value.Literal<>(
                    text, scalar.isNumber() || scalar.isBoolean() ? Value.Kind.BARE : Value.Kind.TEXT);
        }
        List<Value<OutputName>> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
            if (at > from && text.charAt(at - 1) == '$') {
                literal.append(text, from, at - 1).append("${");
                from = at + 2;
                continue;
            }
            literal.append(text, from, at);
            int end = text.indexOf('}', at);
            Matcher form = FORM.matcher(end < 0 ? text.substring(at + 2) : text.substring(at + 2, end));
            if (end < 0 || !form.matches()) {
                malformed(scalar, end < 0 ? text.substring(at) : text.substring(at, end + 1));
                return new Value.Literal<>(text, Value.Kind.TEXT);
            }
            if (!literal.isEmpty()) {
                parts.add(Value.text(literal.toString()));
                literal.setLength(0);
            }
            parts.add(new Value.Reference<>(new OutputName(
                    form.group("environment"), form.group("stack"), form.group("region"), form.group("output"))));
            from = end + 1;
        }
        literal.append(text, from, text.length());
        if (!literal.isEmpty()) {
            parts.add(Value.text(literal.toString()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Value.Joined<>(parts);
    }

    private void malformed(Node.Scalar scalar, String reference) {
        problems.add(
                scalar.position(),
                ProblemCode.REFERENCE_MALFORMED,
                reference + " is not a reference",
                "${stack.Output}, ${environment/stack.Output} or ${environment/stack@region.Output}; write $${ for ${ itself");
    }
}
