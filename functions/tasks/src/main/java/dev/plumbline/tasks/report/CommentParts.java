package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.commits.CommentForm;
import dev.plumbline.accounts.commits.CommentText;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills as many comments as it takes, each of which can be read alone: a section that goes on in the next is opened
 * there again. Beyond what anybody reads, it says that there is more.
 */
final class CommentParts {

    private static final int PARTS = 10;

    /** What the mark, the numbering and the closing of an open section take. */
    private static final int RESERVE = 400;

    private static final int LONGEST_LINE = 2_000;

    private final CommentForm form;
    private final String mark;
    private final List<StringBuilder> parts = new ArrayList<>();
    private boolean full;

    CommentParts(CommentForm form, String mark) {
        this.form = requireNonNull(form, "form is null");
        this.mark = requireNonNull(mark, "mark is null");
        parts.add(new StringBuilder());
    }

    /** Adds a paragraph, which is short. */
    void paragraph(String text) {
        begin(text.length() + 2);
        add(text + "\n\n");
    }

    /** Adds a list; of a long one only the beginning, and how many are left. */
    void list(List<String> items, int most, String what) {
        items.stream().limit(most).forEach(item -> {
            begin(item.length() + 3);
            add("- " + item + "\n");
        });
        if (items.size() > most) {
            add("- … and " + (items.size() - most) + " more " + what + "\n");
        }
        if (!items.isEmpty()) {
            add("\n");
        }
    }

    /**
     * Adds a section.
     *
     * @param title plain text
     * @param notes Markdown, a line each
     * @param lines plain text, shown as a diff
     */
    void section(String title, List<String> notes, List<String> lines) {
        String fence = CommentText.fence(String.join("\n", lines));
        int from = 0;
        do {
            String opening = opening(title, from > 0, notes, lines.isEmpty() ? "" : fence);
            String closing = closing(lines.isEmpty() ? "" : fence);
            int first = from < lines.size() ? line(lines.get(from)).length() : 0;
            begin(opening.length() + closing.length() + first);
            add(opening);
            int room = room() - closing.length();
            while (from < lines.size() && line(lines.get(from)).length() <= room) {
                String line = line(lines.get(from++));
                room -= line.length();
                add(line);
            }
            add(closing);
        } while (from < lines.size() && !full);
    }

    /** Returns all parts, numbered where there are several. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        for (int index = 0; index < parts.size(); index++) {
            String number = parts.size() == 1 ? "" : "Part " + (index + 1) + " of " + parts.size() + "\n\n";
            boolean isLast = index == parts.size() - 1;
            String more = full && isLast
                    ? "\nThere is more than is shown here: `./plumbline plan --against COMMIT` shows all of it.\n"
                    : "";
            all.add(hidden() + number + parts.get(index).toString().strip() + "\n" + more);
        }
        return all;
    }

    /** Goes on in a new part where this one has no room. */
    private void begin(int length) {
        if (room() < Math.min(length, form.characters() - RESERVE)) {
            if (parts.size() == PARTS) {
                full = true;
            } else {
                parts.add(new StringBuilder());
            }
        }
    }

    private int room() {
        return form.characters() - RESERVE - parts.getLast().length();
    }

    private void add(String text) {
        if (!full) {
            parts.getLast().append(text);
        }
    }

    private String opening(String title, boolean continued, List<String> notes, String fence) {
        String told = title + (continued ? " (continued)" : "");
        StringBuilder opening = new StringBuilder();
        opening.append(
                form.folds()
                        ? "<details><summary><code>" + escaped(told) + "</code></summary>\n\n"
                        : "**" + CommentText.code(told) + "**\n\n");
        if (!continued) {
            notes.forEach(note -> opening.append(note).append("\n\n"));
        }
        return opening + (fence.isEmpty() ? "" : fence + "diff\n");
    }

    private String closing(String fence) {
        return (fence.isEmpty() ? "" : fence + "\n") + (form.folds() ? "\n</details>\n\n" : "\n");
    }

    private static String line(String line) {
        return (line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…") + "\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A remark that is not shown; without HTML, a link's definition that nothing refers to. */
    private String hidden() {
        return form.folds() ? "<!-- " + mark + " -->\n" : "[//]: # (" + mark + ")\n\n";
    }
}
