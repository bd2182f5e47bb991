package dev.plumbline.cli.explain;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.follow.RunReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The story of one run: what failed and why comes first, in the failing resource's own words. */
public final class Story {

    private final RunReport report;
    private final List<String> lines = new ArrayList<>();

    private Story(RunReport report) {
        this.report = requireNonNull(report, "report is null");
    }

    /** Returns the story of a run, line by line. */
    public static List<String> of(RunReport report) {
        return new Story(report).tell();
    }

    /** Returns what happened to a stack in a run, line by line. */
    public static List<String> of(Run run, Line line) {
        List<String> told = new ArrayList<>();
        told.add((line.reason().isEmpty() ? standing(line) : line.reason()));
        told.add("  %s %s %s: %s%s, in run %s (%s, %s) at %s"
                .formatted(
                        line.environment(),
                        line.stack().target().region(),
                        line.stack().stack(),
                        line.action(),
                        line.changes().isEmpty() ? "" : " " + line.changes(),
                        run.id(),
                        run.trigger(),
                        run.commit().isEmpty()
                                ? "at the commit deployed there"
                                : "commit %.10s".formatted(run.commit()),
                        line.startedAt()));
        String advice = Advice.of(run, line);
        if (!advice.isEmpty()) {
            told.add("  What to do: " + advice);
        }
        return told;
    }

    /**
     * Returns a stack's story with what its account tells: a failure that nobody has told of yet comes first.
     *
     * @param status the stack's status
     * @param changedAt when its last change began
     * @param failure the resource that failed first in that change, with its own reason; empty where none did
     */
    public static List<String> withAccountWord(List<String> told, String status, String changedAt, String failure) {
        List<String> all = new ArrayList<>(told);
        if (!failure.isEmpty() && told.stream().noneMatch(line -> line.contains(failure))) {
            all.addFirst(failure);
        }
        all.add(1, "  In its account: " + status + ", last changed at " + changedAt);
        return List.copyOf(all);
    }

    private List<String> tell() {
        Run run = report.run();
        List<Line> troubled = report.lines().stream()
                .filter(line -> line.verdict() != Verdict.HEALTHY && !isLeftAlone(line))
                .sorted(Comparator.comparingInt(Story::order).thenComparing(Line::startedAt))
                .toList();
        troubled.forEach(line -> lines.addAll(of(run, line)));
        if (troubled.isEmpty() && !run.reason().isEmpty()) {
            run.reason().lines().forEach(lines::add);
        }
        targets(troubled);
        report.notes().forEach(note -> lines.add(note.toString()));
        report.questions().forEach(this::question);
        lines.add("");
        lines.add("Run %s was set off by a %s at %s for %s and %s."
                .formatted(
                        run.id(),
                        run.trigger(),
                        run.startedAt(),
                        run.commit().isEmpty() ? "no commit of its own" : "commit " + run.commit(),
                        run.outcome().map(Story::ended).orElse("has not ended")));
        long good = report.lines().stream()
                .filter(line -> line.verdict() == Verdict.HEALTHY)
                .count();
        if (!report.lines().isEmpty()) {
            lines.add(good + " of " + report.lines().size() + " stacks that it turned to stand and are healthy.");
        }
        lines.add("What to do: " + Advice.of(run));
        return List.copyOf(lines);
    }

    /** A target's own trouble, such as a lease or a setting, stands in no stack's line. */
    private void targets(List<Line> troubled) {
        for (TargetOutcome outcome : report.outcomes()) {
            boolean told =
                    troubled.stream().anyMatch(line -> line.stack().target().equals(outcome.target()));
            boolean said = troubled.isEmpty() && report.run().reason().contains(outcome.reason());
            if (!outcome.outcome().good() && outcome.outcome() != Outcome.OVERTAKEN && !told && !said) {
                lines.add(outcome.target() + ": " + outcome.outcome().label() + ": " + outcome.reason());
            }
        }
    }

    private void question(Question question) {
        String answer = question.answer()
                .map(given -> "was " + given + " at " + given.at())
                .orElseGet(() -> "waits until " + question.expiresAt() + ": " + question.command("approve"));
        lines.add("Asked about " + question.place() + " (" + question.text() + "), it " + answer);
    }

    /** Causes come before what only follows from them. */
    private static int order(Line line) {
        return line.reason().startsWith("needs ") || line.phase() == Phase.WAITING ? 1 : 0;
    }

    private static boolean isLeftAlone(Line line) {
        return line.phase() == Phase.DONE
                && line.action().equals("none")
                && line.reason().isEmpty();
    }

    private static String standing(Line line) {
        return switch (line.verdict()) {
            case HEALTHY -> "It stands and is healthy.";
            case UNHEALTHY -> "It is not as it should be.";
            case UNKNOWN ->
                line.phase() == Phase.DONE
                        ? "It was left alone."
                        : "It is in phase " + line.phase().label() + ".";
        };
    }

    private static String ended(Outcome outcome) {
        return "ended as " + outcome.label();
    }
}
