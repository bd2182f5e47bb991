package dev.plumbline.estate.read;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of regions. */
final class Regions {

    private Regions() {}

    /** Returns the regions of a key, without those that are malformed or repeated; empty where there is no such key. */
    static List<String> read(Fields fields, String key, Problems problems) {
        List<String> regions = new ArrayList<>();
        for (Node.Scalar region : fields.texts(key)) {
            if (!Names.judgeRegion(region, problems)) {
                continue;
            }
            if (regions.contains(region.text())) {
                problems.add(
                        region.position(), ProblemCode.WRONG_VALUE, "the region " + region.text() + " is there twice");
            } else {
                regions.add(region.text());
            }
        }
        return regions;
    }
}
