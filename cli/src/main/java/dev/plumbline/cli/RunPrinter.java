package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.follow.RunFollower;
import dev.plumbline.cli.follow.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Prints a run: a line for each stack when it is done, and what came of it in the end. */
final class RunPrinter implements RunFollower.Listener {

    private static final String NOTHING = "none";

    /** What sets off a run of a branch's head; any other is of what stands. */
    private static final Set<String> OF_THE_HEAD = Set.of("push", "circleci", "catch-up");

    private final Console console;
    private final StatusLine status;
    private int wave;

    RunPrinter(Console console) {
        this.console = requireNonNull(console, "console is null");
        this.status = new StatusLine(console);
    }

    @Override
    public void done(Line line) {
        status.clear();
        if (line.wave() != wave) {
            wave = line.wave();
            console.line(console.styled("wave " + wave, Style.BOLD));
        }
        console.line("  %-16s %-12s %-18s %-8s %-14s %8s  %s"
                .formatted(
                        line.environment(),
                        line.stack().target().region(),
                        line.stack().stack(),
                        line.action(),
                        line.changes(),
                        seconds(line.took()),
                        verdict(line)));
        if (!line.reason().isEmpty()) {
            // Several findings come as one sentence after another.
            line.reason().replace("; ", "\n").lines().forEach(reason -> console.line("      " + reason));
        }
    }

    @Override
    public void working(List<Line> lines) {
        if (lines.isEmpty()) {
            status.clear();
            return;
        }
        Line first = lines.getFirst();
        String others = lines.size() == 1 ? "" : " and " + (lines.size() - 1) + " more";
        status.show("  %s %s: %s%s"
                .formatted(
                        first.environment(),
                        first.stack().stack(),
                        first.phase().label(),
                        others));
    }

    /** Prints a line of a stack that is not done. */
    void going(Line line) {
        console.line("  %-16s %-12s %-18s %s%s"
                .formatted(
                        line.environment(),
                        line.stack().target().region(),
                        line.stack().stack(),
                        console.styled(line.phase().label(), Style.YELLOW),
                        line.reason().isEmpty() ? "" : ": " + line.reason()));
    }

    @Override
    public void asked(Question question) {
        status.clear();
        console.line("  " + console.styled(question.place() + " waits for an approval", Style.YELLOW) + " until "
                + question.expiresAt() + ": " + question.text());
        console.line("      " + question.command("approve"));
        console.line("      " + question.command("reject"));
    }

    /** Prints what came of the run. */
    void summary(RunReport report) {
        status.clear();
        Run run = report.run();
        for (TargetOutcome outcome : report.outcomes()) {
            if (!outcome.outcome().good() && !outcome.reason().isEmpty()) {
                console.line("  %s: %s: %s"
                        .formatted(outcome.target(), outcome.outcome().label(), outcome.reason()));
            }
        }
        report.notes().forEach(note -> console.line("  " + console.styled(note.toString(), Style.YELLOW)));
        report.questions()
                .forEach(question -> question.answer()
                        .ifPresent(answer -> console.line("  " + question.place() + " "
                                + (question.changes().isEmpty() ? "" : "(" + question.changes() + ") ")
                                + "was " + answer)));
        console.line("");
        console.line(ending(report)
                + (run.reason().isEmpty() ? "" : ": " + run.reason().strip()));
        if (!report.lines().isEmpty()) {
            console.line("  " + stacks(report.lines()) + requests(report.allRequests()));
        }
        console.line(console.styled("  run " + run.id() + ", " + revision(report), Style.FAINT));
    }

    private String ending(RunReport report) {
        Run run = report.run();
        String ended = run.outcome().map(Outcome::label).orElse("still running");
        String took = seconds(Duration.between(run.startedAt(), run.endedAt().orElseGet(Instant::now)));
        Style style = report.good() ? Style.GREEN : run.outcome().isPresent() ? Style.RED : Style.YELLOW;
        return console.styled(ended, style) + " after " + took;
    }

    private static String stacks(List<Line> lines) {
        long changed =
                lines.stream().filter(line -> !line.action().equals(NOTHING)).count();
        long healthy =
                lines.stream().filter(line -> line.verdict() == Verdict.HEALTHY).count();
        long targets =
                lines.stream().map(line -> line.stack().target()).distinct().count();
        return "%s in %s, %d changed, %d verified healthy"
                .formatted(counted(lines.size(), "stack"), counted(targets, "target"), changed, healthy);
    }

    private static String requests(RequestCounts counts) {
        if (counts.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (Purpose purpose : Purpose.values()) {
            long count = counts.total(purpose);
            if (count > 0) {
                parts.add(count + " " + told(purpose));
            }
        }
        return "\n  " + counted(counts.total(), "request") + " to AWS: " + String.join(", ", parts);
    }

    private static String told(Purpose purpose) {
        return switch (purpose) {
            case CHANGE -> "to change";
            case POLL -> "to wait";
            case VERIFICATION -> "to verify";
            case SESSION -> "to sign in";
            case CONTROL_PLANE -> "of its own";
        };
    }

    private String verdict(Line line) {
        return switch (line.verdict()) {
            case HEALTHY -> console.styled("healthy", Style.GREEN);
            case UNHEALTHY -> console.styled("unhealthy", Style.RED);
            case UNKNOWN ->
                line.action().equals(NOTHING) ? untouched(line) : console.styled("not verified", Style.YELLOW);
        };
    }

    /** A stack that was left alone for a reason may well differ from what is declared. */
    private String untouched(Line line) {
        return line.reason().isEmpty() ? "unchanged" : console.styled("not touched", Style.YELLOW);
    }

    /** A run of a schedule, a window or a finding has no commit of its own: each target stays at the one it has. */
    private static String revision(RunReport report) {
        String commit = report.run().commit();
        if (!commit.isEmpty()) {
            return "commit " + commit.substring(0, Math.min(12, commit.length()));
        }
        return OF_THE_HEAD.contains(report.run().trigger())
                ? "no commit taken up"
                : "each target at the commit deployed there";
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
