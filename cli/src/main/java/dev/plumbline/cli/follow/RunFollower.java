package dev.plumbline.cli.follow;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Progress;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.workflows.ExecutionStatus;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.cli.Problem;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.estate.StackKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Follows runs: reads the ledger again and again and tells what is new. */
public final class RunFollower {

    private final Deployment deployment;
    private final Duration pause;

    /**
     * Creates a follower.
     *
     * @param pause how long to wait between two looks
     */
    public RunFollower(Deployment deployment, Duration pause) {
        this.deployment = requireNonNull(deployment, "deployment is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    /** Hears of a run while it happens. */
    public interface Listener {

        /** The work on a stack has ended, told once. */
        void done(Line line);

        /** What is being worked on now; told at each look. */
        void working(List<Line> lines);

        /** A person is asked, told once for each question. */
        void asked(Question question);

        /** Nobody listens. */
        static Listener silent() {
            return new Listener() {
                @Override
                public void done(Line line) {}

                @Override
                public void working(List<Line> lines) {}

                @Override
                public void asked(Question question) {}
            };
        }
    }

    /**
     * Follows a run until it ends.
     *
     * @throws Problem where its workflow ended without a word, or where it takes longer than the patience
     */
    public RunReport follow(String run, Duration patience, Listener listener) {
        Ledger ledger = deployment.ledger();
        Map<StackKey, Line> told = new TreeMap<>();
        Set<String> asked = new HashSet<>();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            // The status first: a run that has ended has written everything before.
            ExecutionStatus status =
                    deployment.workflows().status(Workflows.executionArn(deployment.reconcileArn(), run));
            Optional<Run> noted = ledger.runs().find(run);
            List<Line> lines = ledger.progress().lines(run).stream()
                    .sorted(Comparator.comparingInt(Line::wave))
                    .toList();
            ask(run, lines, asked, listener);
            tell(lines, told, listener);
            if (noted.isPresent() && noted.get().endedAt().isPresent()) {
                return report(noted.get());
            }
            if (status != ExecutionStatus.RUNNING) {
                throw ended(run, status);
            }
            if (System.nanoTime() > deadline) {
                throw new Problem(
                        "run " + run + " has not ended within " + patience.toSeconds() + " s; it goes on",
                        "Look again with ./plumbline run " + run + ".");
            }
            pause();
        }
    }

    /** What there is to say of a run now, whether it has ended or not. */
    public Optional<RunReport> report(String run) {
        return deployment.ledger().runs().find(run).map(this::report);
    }

    private RunReport report(Run run) {
        Progress.Done done = deployment.ledger().progress().read(run.id());
        return new RunReport(run, done.lines(), done.outcomes(), done.requests(), done.questions(), done.notes());
    }

    private Problem ended(String run, ExecutionStatus status) {
        String advice = "The history of its execution says more: " + run + " of plumbline-reconcile.";
        return status == ExecutionStatus.GONE
                ? new Problem("there is no run " + run, "./plumbline runs lists those that there were.")
                : new Problem(
                        "the workflow of run " + run + " ended without a report: " + deployment.failureOf(run), advice);
    }

    private void ask(String run, List<Line> lines, Set<String> told, Listener listener) {
        if (lines.stream().noneMatch(line -> line.phase() == Phase.APPROVING)) {
            return;
        }
        deployment.ledger().questions().of(run).stream()
                .filter(question -> question.answer().isEmpty())
                .filter(question -> told.add(question.stack() + question.digest()))
                .forEach(listener::asked);
    }

    private static void tell(List<Line> lines, Map<StackKey, Line> told, Listener listener) {
        for (Line line : lines) {
            if (line.phase() == Phase.DONE && told.put(line.stack(), line) == null) {
                listener.done(line);
            }
        }
        listener.working(lines.stream()
                .filter(line -> line.phase() != Phase.DONE && line.phase() != Phase.WAITING)
                .toList());
    }

    private void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
