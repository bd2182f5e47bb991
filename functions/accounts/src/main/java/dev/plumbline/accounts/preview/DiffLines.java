package dev.plumbline.accounts.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes what would happen to a stack line by line. Pure. */
public final class DiffLines {

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;
    private static final int LAST_CONTROL = 0x9f;

    private DiffLines() {}

    /** Returns the lines of a stack: its parameters, then resource by resource. */
    public static List<DiffLine> of(StackPreview stack) {
        List<DiffLine> lines = new ArrayList<>();
        stack.parameters().forEach(value -> lines.add(value(value, 0)));
        stack.resources().forEach(resource -> resource(resource, lines));
        return lines;
    }

    /** Returns the line of one value. */
    public static DiffLine value(ValueDiff value, int depth) {
        String change = switch (value.sign()) {
            case ADD -> value.after();
            case REMOVE -> value.before();
            case CHANGE, REPLACE ->
                value.before().isEmpty() && value.after().isEmpty()
                        ? "(changes)"
                        : told(value.before()) + " → " + told(value.after());
        };
        Sign sign = value.effect() == Effect.NONE ? value.sign() : Sign.REPLACE;
        return new DiffLine(
                sign,
                depth,
                plain(value.path() + ": " + change) + remark(value.effect().words()));
    }

    /**
     * Returns what is told of a value that waits for its window.
     *
     * @param quoted how names and values are written
     */
    public static String waiting(ValueDiff value, UnaryOperator<String> quoted) {
        return quoted.apply(value.path()) + " waits for its window: " + quoted.apply(value.before())
                + " stays until then, then " + quoted.apply(value.after());
    }

    /** Returns a text in one line, in which no character commands a terminal or reorders what is read. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean commands = point < FIRST_PRINTABLE || (point >= DELETE && point <= LAST_CONTROL);
            if (point == '\n') {
                plain.append("\\n");
            } else if (commands || Character.getType(point) == Character.FORMAT || isBreak(point)) {
                plain.append("\\u%04x".formatted(point));
            } else {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }

    private static boolean isBreak(int point) {
        int type = Character.getType(point);
        return type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE;
    }

    private static void resource(ResourceDiff resource, List<DiffLine> lines) {
        String name = resource.logicalId() + " (" + resource.type() + ")"
                + (resource.physicalId().isEmpty() ? "" : " " + resource.physicalId());
        lines.add(new DiffLine(
                resource.sign(), 0, plain(name) + remark(resource.effect().words()) + remark(plain(resource.note()))));
        resource.values().forEach(value -> lines.add(value(value, 1)));
    }

    private static String told(String value) {
        return value.isEmpty() ? "(nothing)" : value;
    }

    private static String remark(String words) {
        return words.isEmpty() ? "" : "  # " + words;
    }
}
