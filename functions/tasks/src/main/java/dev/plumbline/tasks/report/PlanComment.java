package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.commits.CommentForm;
import dev.plumbline.accounts.commits.CommentText;
import dev.plumbline.accounts.preview.DiffLine;
import dev.plumbline.accounts.preview.DiffLines;
import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.accounts.preview.StackPreview;
import dev.plumbline.accounts.preview.TargetPreview;
import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.estate.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan as a comment on a pull request: what it comes to, what is dangerous, then a section for each target and stack.
 * Whatever stands in the commit or in the accounts is shown as code, so that it is read and never obeyed. Pure.
 */
final class PlanComment {

    private static final int SHORT = 10;
    private static final int DANGERS = 40;
    private static final int PROBLEMS = 100;

    private final Preview preview;
    private final CommentForm form;
    private final String mark;
    private final URI link;

    /**
     * Creates it.
     *
     * @param form how a comment may look
     * @param mark what every part of it is known by
     * @param link where to read more
     */
    PlanComment(Preview preview, CommentForm form, String mark, URI link) {
        this.preview = requireNonNull(preview, "preview is null");
        this.form = requireNonNull(form, "form is null");
        this.mark = requireNonNull(mark, "mark is null");
        this.link = requireNonNull(link, "link is null");
    }

    /** Returns its parts, none of them longer than the form allows. */
    List<String> parts() {
        CommentParts parts = new CommentParts(form, mark);
        parts.paragraph(head());
        parts.list(problems(), PROBLEMS, "problems");
        parts.list(dangers(), DANGERS, "dangerous changes");
        parts.list(windowed(), DANGERS, "values that wait for a window");
        for (TargetPreview target : preview.targets()) {
            if (!target.failure().isEmpty()) {
                parts.paragraph("**" + CommentText.code(place(target)) + "** cannot be told: "
                        + CommentText.code(target.failure()));
            }
            target.stacks().forEach(stack -> parts.section(title(target, stack), notes(stack), lines(stack)));
            if (!target.settings().isEmpty()) {
                parts.section(
                        place(target) + " settings",
                        List.of(),
                        target.settings().stream()
                                .map(setting -> line(DiffLines.value(setting, 0)))
                                .toList());
            }
        }
        return parts.all();
    }

    /** Returns the whole in a line, for a commit's status. */
    static String headline(Preview preview) {
        if (!preview.failure().isEmpty()) {
            return "There is no plan";
        }
        int problems = preview.problems().size();
        if (problems > 0) {
            return problems == 1 ? "1 problem, nothing was planned" : problems + " problems, nothing was planned";
        }
        int asks = preview.counts().asks();
        return preview.counts().words()
                + (asks == 0 ? "" : ", " + asks + (asks == 1 ? " stack asks a person" : " stacks ask a person"));
    }

    private String head() {
        String about = preview.commit().isEmpty()
                ? CommentText.code(preview.failure())
                : "Commit " + CommentText.code(shortened(preview.commit())) + ", held against "
                        + CommentText.code(shortened(preview.base())) + ", as the accounts are now."
                        + (preview.failure().isEmpty() ? "" : " " + CommentText.code(preview.failure()));
        return "### Plan: " + headline(preview) + "\n\n" + about + " [Execution](" + link + ")";
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(SHORT, commit.length()));
    }

    private List<String> problems() {
        return preview.problems().stream().map(PlanComment::problem).toList();
    }

    private static String problem(Problem problem) {
        return CommentText.code(problem.position().toString()) + " " + problem.code() + " "
                + CommentText.code(problem.message())
                + (problem.hint().isEmpty() ? "" : ", " + CommentText.code(problem.hint()));
    }

    private List<String> windowed() {
        return preview.windowed().stream()
                .map(value -> DiffLines.waiting(value, CommentText::code))
                .toList();
    }

    private List<String> dangers() {
        List<String> dangers = new ArrayList<>();
        for (ValueDiff policy : preview.policies()) {
            dangers.add("policy " + CommentText.code(policy.path()) + " becomes " + CommentText.code(policy.after())
                    + " once it is deployed, and was " + CommentText.code(policy.before()));
        }
        for (TargetPreview target : preview.targets()) {
            for (StackPreview stack : target.stacks()) {
                stack.resources().stream()
                        .filter(resource -> !resource.danger().isEmpty())
                        .forEach(resource -> dangers.add("**" + place(target) + " " + CommentText.code(stack.stack())
                                + "** " + CommentText.code(DiffLines.plain(resource.danger()))
                                + (stack.asks() ? ", asks a person" : "")));
            }
        }
        return dangers;
    }

    private static String place(TargetPreview target) {
        return target.environment() + " " + target.region();
    }

    private static String title(TargetPreview target, StackPreview stack) {
        String words = switch (stack.action()) {
            case CREATE -> "is created";
            case UPDATE -> "is changed";
            case REMOVE -> "is removed";
            case LATER -> "is known later";
            case FAILED -> "cannot be told";
        };
        return place(target) + " " + stack.stack() + " " + words + (stack.asks() ? ", asks a person" : "");
    }

    private static List<String> notes(StackPreview stack) {
        return stack.notes().stream()
                .map(DiffLines::plain)
                .map(CommentText::code)
                .toList();
    }

    private static List<String> lines(StackPreview stack) {
        return DiffLines.of(stack).stream().map(PlanComment::line).toList();
    }

    /** The mark comes first, where a block of a diff looks for it. */
    private static String line(DiffLine line) {
        return "%-4s".formatted(line.mark()) + "    ".repeat(line.depth()) + line.text();
    }
}
