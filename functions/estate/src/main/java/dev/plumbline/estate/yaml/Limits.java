package dev.plumbline.estate.yaml;

/**
 * What a document may take at most.
 *
 * @param bytes size of the file
 * @param depth mappings and lists inside one another
 * @param nodes values, lists and mappings, counted again wherever an alias repeats them
 * @param characters characters of all values and keys, counted again wherever an alias repeats them
 */
public record Limits(int bytes, int depth, int nodes, int characters) {

    /** What a key may have: more than any key that CloudFormation or Plumbline knows, and a problem repeats it. */
    public static final int KEY_CHARACTERS = 1_024;

    /** For the files of a live repository: more than ten times what a large environment takes. */
    public static final Limits LIVE_FILE = new Limits(1_000_000, 20, 100_000, 4_000_000);

    /** For templates: CloudFormation's own 1 MB, and more depth and nodes than fit into it sensibly. */
    public static final Limits TEMPLATE = new Limits(1_000_000, 60, 200_000, 1_000_000);
}
