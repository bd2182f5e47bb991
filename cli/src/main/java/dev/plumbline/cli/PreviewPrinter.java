package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.preview.DiffLine;
import dev.plumbline.accounts.preview.DiffLines;
import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.accounts.preview.ResourceDiff;
import dev.plumbline.accounts.preview.Sign;
import dev.plumbline.accounts.preview.StackPreview;
import dev.plumbline.accounts.preview.TargetPreview;
import dev.plumbline.cli.Console.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Prints what would change: what is dangerous first, then target by target. */
final class PreviewPrinter {

    private static final int SHORT = 10;

    private final Console console;
    private final boolean full;

    /**
     * Creates it.
     *
     * @param full whether to print the properties of resources that would be made with their whole stack, too: nobody
     *     reads hundreds of lines in which nothing changes
     */
    PreviewPrinter(Console console, boolean full) {
        this.console = requireNonNull(console, "console is null");
        this.full = full;
    }

    void print(Preview preview) {
        console.line(console.styled(headline(preview), Style.BOLD));
        preview.problems().forEach(problem -> error(problem.toString()));
        if (!preview.failure().isEmpty()) {
            error(preview.failure());
        }
        List<String> dangers = dangers(preview);
        if (!dangers.isEmpty()) {
            console.line("");
            dangers.forEach(danger -> console.line(console.styled("! " + danger, Style.RED)));
        }
        preview.windowed().forEach(value -> console.line("~ " + DiffLines.waiting(value, UnaryOperator.identity())));
        preview.targets().forEach(this::target);
    }

    private static String headline(Preview preview) {
        if (!preview.problems().isEmpty()) {
            int count = preview.problems().size();
            return count == 1 ? "1 problem, nothing was planned" : count + " problems, nothing was planned";
        }
        if (!preview.failure().isEmpty()) {
            return "there is no plan";
        }
        String what = preview.commit().matches("0+") ? "these files" : "commit " + shortened(preview.commit());
        return what + ", held against " + shortened(preview.base()) + ": "
                + preview.counts().words();
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(SHORT, commit.length()));
    }

    private static List<String> dangers(Preview preview) {
        List<String> dangers = new ArrayList<>();
        preview.policies()
                .forEach(policy -> dangers.add("policy " + policy.path() + ": " + policy.before() + " → "
                        + policy.after() + ", once it is deployed"));
        for (TargetPreview target : preview.targets()) {
            for (StackPreview stack : target.stacks()) {
                String asks = stack.asks() ? ", asks a person" : "";
                stack.resources().stream()
                        .map(ResourceDiff::danger)
                        .filter(danger -> !danger.isEmpty())
                        .forEach(danger -> dangers.add(
                                place(target) + " " + stack.stack() + ": " + DiffLines.plain(danger) + asks));
            }
        }
        return dangers;
    }

    private static String place(TargetPreview target) {
        return target.environment() + " " + target.region();
    }

    private void target(TargetPreview target) {
        console.line("");
        console.line(console.styled(place(target), Style.BOLD) + " " + target.account() + ", wave " + target.wave());
        if (!target.failure().isEmpty()) {
            error("  " + target.failure());
        }
        target.stacks().forEach(this::stack);
        target.settings().forEach(setting -> line(DiffLines.value(setting, 0), "  setting "));
    }

    private void stack(StackPreview stack) {
        String words = switch (stack.action()) {
            case CREATE -> "is created";
            case UPDATE -> "is changed";
            case REMOVE -> "is removed";
            case LATER -> "is known later";
            case FAILED -> console.styled("cannot be told", Style.RED);
        };
        console.line("  " + console.styled(stack.stack(), Style.BOLD) + " " + words
                + (stack.asks() ? console.styled(", asks a person", Style.YELLOW) : ""));
        boolean whole = full || stack.action() != StackPreview.Action.CREATE;
        DiffLines.of(stack).stream().filter(line -> whole || line.depth() == 0).forEach(line -> line(line, "    "));
        if (!whole) {
            console.line(console.styled("    --full prints their properties", Style.FAINT));
        }
        stack.notes().forEach(note -> console.line(console.styled("    " + DiffLines.plain(note), Style.FAINT)));
    }

    private void line(DiffLine line, String indent) {
        String text = indent + "    ".repeat(line.depth()) + "%-4s".formatted(line.mark()) + line.text();
        Sign sign = line.signOrNull();
        console.line(sign == null ? text : console.styled(text, style(sign)));
    }

    private static Style style(Sign sign) {
        return switch (sign) {
            case ADD -> Style.GREEN;
            case CHANGE -> Style.YELLOW;
            case REPLACE, REMOVE -> Style.RED;
        };
    }

    private void error(String text) {
        console.line(console.styled(text, Style.RED));
    }
}
