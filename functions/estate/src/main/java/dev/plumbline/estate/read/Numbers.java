package dev.plumbline.estate.read;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads whole numbers. */
final class Numbers {

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

    private final Problems problems;

    Numbers(Problems problems) {
        this.problems = problems;
    }

    /**
     * Returns the number of a key, or nothing where there is none; one that is no number or out of bounds is reported.
     */
    Optional<Integer> take(Fields fields, String key, int least, int most) {
        Optional<Node> node = fields.take(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get() instanceof Node.Scalar scalar
                && scalar.isNumber()
                && WHOLE.matcher(scalar.text()).matches()) {
            int number = Integer.parseInt(scalar.text());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
            problems.add(
                    scalar.position(),
                    ProblemCode.WRONG_VALUE,
                    key + " is between " + least + " and " + most + ", not " + number);
            return Optional.empty();
        }
        problems.add(
                node.get().position(),
                ProblemCode.WRONG_TYPE,
                key + " is a whole number, not " + node.get().described());
        return Optional.empty();
    }
}
