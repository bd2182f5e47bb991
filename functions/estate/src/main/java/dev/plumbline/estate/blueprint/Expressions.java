package dev.plumbline.estate.blueprint;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.yaml.Node;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges JSONata expressions of a template's metadata without evaluating them. */
final class Expressions {

    private static final Pattern BOUND = Pattern.compile("\\$(parameters|outputs)\\.([A-Za-z0-9]+)");

    private final Set<String> parameters;
    private final Set<String> outputs;
    private final Problems problems;

    Expressions(Set<String> parameters, Set<String> outputs, Problems problems) {
        this.parameters = parameters;
        this.outputs = outputs;
        this.problems = problems;
    }

    /**
     * Reports an expression that does not parse, or that names a parameter or output that the template does not have.
     */
    void judge(Node.Scalar expression) {
        try {
            Jsonata.jsonata(expression.text());
        } catch (JException e) {
            problems.add(
                    expression.position(),
                    ProblemCode.EXPRESSION_INVALID,
                    "not JSONata: " + e.getMessage(),
                    "see https://docs.jsonata.org");
            return;
        }
        Matcher names = BOUND.matcher(expression.text());
        while (names.find()) {
            boolean parameter = names.group(1).equals("parameters");
            Set<String> known = parameter ? parameters : outputs;
            if (!known.contains(names.group(2))) {
                problems.add(
                        expression.position(),
                        parameter ? ProblemCode.UNKNOWN_PARAMETER : ProblemCode.UNKNOWN_OUTPUT,
                        "the template has no " + names.group(1).replaceAll("s$", "") + " " + names.group(2),
                        Suggestion.hint(names.group(2), known));
            }
        }
    }
}
