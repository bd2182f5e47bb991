package dev.plumbline.estate.read;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads tags as AWS takes them. */
final class TagReader {

    /** The most tags that a stack takes. */
    static final int MOST = 50;

    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    private TagReader() {}

    /** Reads the key {@code tags} of the defaults, an environment or a stack. */
    static SortedMap<String, String> read(Fields of, Problems problems) {
        SortedMap<String, String> tags = new TreeMap<>();
        Optional<Node.Entries> mapping = of.mapping("tags");
        if (mapping.isPresent()) {
            for (Node.Entry entry : mapping.get().all().values()) {
                tag(entry, tags, problems);
            }
        }
        return tags;
    }

    private static void tag(Node.Entry entry, SortedMap<String, String> tags, Problems problems) {
        Node.Scalar key = entry.key();
        if (!KEY.matcher(key.text()).matches() || key.text().startsWith("aws:")) {
            problems.add(
                    key.position(),
                    ProblemCode.TAG_INVALID,
                    "\"" + key.text() + "\" cannot be the key of a tag",
                    "1 to 128 letters, digits, spaces and _.:/=+-@, not starting with aws:");
        }
        Fields.text(entry.value(), "the tag " + key.text(), problems).ifPresent(value -> {
            if (VALUE.matcher(value.text()).matches()) {
                tags.put(key.text(), value.text());
            } else {
                problems.add(
                        value.position(),
                        ProblemCode.TAG_INVALID,
                        "the value of the tag " + key.text() + " is not allowed",
                        "up to 256 letters, digits, spaces and _.:/=+-@");
            }
        });
    }
}
