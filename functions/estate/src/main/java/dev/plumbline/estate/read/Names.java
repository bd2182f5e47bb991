package dev.plumbline.estate.read;

import dev.plumbline.estate.Partition;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Node;
import java.util.regex.Pattern;

/** What names in a live repository look like. The JSON Schemas say the same. */
final class Names {

    /** The names of organisations, environments, stacks and blueprints. */
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** The greatest length of a name. */
    static final int LENGTH = 63;

    /** Account ids. */
    static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** Regions, of all partitions. */
    static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");

    private Names() {}

    /** Returns whether a name is allowed, and reports it if not. */
    static boolean judge(Node.Scalar name, String of, Problems problems) {
        boolean allowed = NAME.matcher(name.text()).matches() && name.text().length() <= LENGTH;
        if (!allowed) {
            problems.add(
                    name.position(),
                    ProblemCode.WRONG_NAME,
                    "\"" + name.text() + "\" cannot be the name of " + of,
                    "lower-case letters, digits and single dashes, a letter first, at most " + LENGTH);
        }
        return allowed;
    }

    /** Returns whether a region is well-formed and one in which Plumbline runs, and reports it if not. */
    static boolean judgeRegion(Node.Scalar region, Problems problems) {
        if (!REGION.matcher(region.text()).matches()) {
            problems.add(
                    region.position(),
                    ProblemCode.WRONG_REGION,
                    "\"" + region.text() + "\" is not a region",
                    "such as eu-west-1");
            return false;
        }
        Partition partition = Partition.of(region.text());
        if (!partition.isSupported()) {
            problems.add(
                    region.position(),
                    ProblemCode.UNSUPPORTED_PARTITION,
                    region.text() + " is in the partition " + partition.id() + ", in which Plumbline does not run",
                    "regions of AWS's standard partition, such as eu-west-1");
        }
        return partition.isSupported();
    }
}
