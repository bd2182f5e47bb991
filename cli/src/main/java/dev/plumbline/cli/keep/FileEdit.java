package dev.plumbline.cli.keep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes values into the text of a live repository's file, leaving everything else, comments too, as it stands. Values
 * and mappings may stand in either of YAML's styles.
 */
public final class FileEdit {

    private static final int CONTEXT = 3;

    private final String file;
    private final List<String> before;
    private List<String> lines;

    private FileEdit(String file, List<String> before) {
        this.file = requireNonNull(file, "file is null");
        this.before = List.copyOf(before);
        this.lines = new ArrayList<>(before);
    }

    /**
     * Returns the patch that makes a file say what is wished, as {@code git apply} takes it; nothing where it cannot be
     * read, or where there is no place for it.
     *
     * @param file its path in the live repository
     */
    public static Optional<String> patch(String file, String content, List<Wish> wishes) {
        FileEdit edit = new FileEdit(file, content.lines().toList());
        return wishes.stream().allMatch(edit::write) ? Optional.of(edit.patch()) : Optional.empty();
    }

    private boolean write(Wish wish) {
        Optional<Node> document =
                Documents.liveFile(file, String.join("\n", lines).concat("\n").getBytes(UTF_8), new Problems());
        if (document.isEmpty() || !(document.get() instanceof Node.Entries mapping)) {
            return false;
        }
        List<String> path = wish.path();
        for (int depth = 0; depth < path.size(); depth++) {
            Optional<Node> value = mapping.value(path.get(depth));
            boolean last = depth == path.size() - 1;
            if (value.isEmpty()) {
                insert(mapping, path.subList(depth, path.size()), wish.value());
                return true;
            }
            if (last && value.get() instanceof Node.Scalar scalar) {
                replace(scalar, wish.value());
                return true;
            }
            if (!(value.get() instanceof Node.Entries below) || below.all().isEmpty()) {
                return false;
            }
            mapping = below;
        }
        return false;
    }

    private void insert(Node.Entries mapping, List<String> path, String value) {
        int line = mapping.position().line() - 1;
        int column = mapping.position().column() - 1;
        String text = lines.get(line);
        if (text.charAt(column) == '{') {
            lines.set(line, text.substring(0, column + 1) + " " + flow(path, value) + "," + text.substring(column + 1));
        } else {
            lines.add(line, " ".repeat(column) + flow(path, value));
        }
    }

    private static String flow(List<String> path, String value) {
        String inner = path.size() == 1 ? value : "{ " + flow(path.subList(1, path.size()), value) + " }";
        return path.getFirst() + ": " + inner;
    }

    private void replace(Node.Scalar scalar, String value) {
        int line = scalar.position().line() - 1;
        int column = scalar.position().column() - 1;
        String text = lines.get(line);
        int end = column + scalar.text().length() + (scalar.plain() ? 0 : 2);
        lines.set(line, text.substring(0, column) + value + text.substring(Math.min(end, text.length())));
    }

    private String patch() {
        int same = 0;
        while (same < Math.min(before.size(), lines.size()) && before.get(same).equals(lines.get(same))) {
            same++;
        }
        int sameEnd = 0;
        while (sameEnd < Math.min(before.size(), lines.size()) - same
                && before.get(before.size() - 1 - sameEnd).equals(lines.get(lines.size() - 1 - sameEnd))) {
            sameEnd++;
        }
        int from = Math.max(0, same - CONTEXT);
        int after = Math.min(CONTEXT, sameEnd);
        List<String> head = before.subList(from, same);
        List<String> removed = before.subList(same, before.size() - sameEnd);
        List<String> added = lines.subList(same, lines.size() - sameEnd);
        List<String> tail = before.subList(before.size() - sameEnd, before.size() - sameEnd + after);
        return "--- a/" + file + "\n+++ b/" + file + "\n@@ -" + (from + 1) + ","
                + (head.size() + removed.size() + tail.size()) + " +" + (from + 1) + ","
                + (head.size() + added.size() + tail.size()) + " @@\n"
                + Stream.of(marked(" ", head), marked("-", removed), marked("+", added), marked(" ", tail))
                        .flatMap(part -> part)
                        .collect(Collectors.joining("\n"));
    }

    private static Stream<String> marked(String mark, List<String> lines) {
        return lines.stream().map(line -> mark + line);
    }
}
