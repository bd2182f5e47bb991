package dev.plumbline.cli.explain;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.Verdict;

/** What to do about what happened. */
final class Advice {

    private Advice() {}

    /** Returns what to do about a stack's line, in a sentence or two; empty where there is nothing to do. */
    static String of(Run run, Line line) {
        if (line.phase() == Phase.APPROVING) {
            return "Approve or reject it: `plumbline run " + run.id() + " --no-follow` shows the commands.";
        }
        if (line.phase() == Phase.WAITING) {
            return "Nothing: its turn comes when what it waits for has been answered.";
        }
        if (line.phase() != Phase.DONE) {
            return "Nothing yet: it is being worked on.";
        }
        if (line.verdict() == Verdict.UNHEALTHY) {
            return "It stands, but is not as declared. `plumbline verify " + line.environment()
                    + "` looks again; put right what it names, in Git where the template is the cause.";
        }
        return line.verdict() == Verdict.HEALTHY ? "" : done(run, line.reason());
    }

    private static String done(Run run, String reason) {
        if (reason.startsWith("needs ")) {
            return "Nothing here: it follows once what it needs stands.";
        }
        if (reason.contains("the approval was rejected")) {
            return "Take the change out of Git, or have it approved: `plumbline resume " + run.id() + "` asks again.";
        }
        if (reason.contains("the approval was expired")) {
            return "`plumbline resume " + run.id() + "` asks again.";
        }
        if (reason.contains("the approval was voided")) {
            return "Nothing: the run of the newer commit asks for itself.";
        }
        return "Put the cause right: in Git, then push; elsewhere, then `plumbline resume " + run.id()
                + "`. To go back, revert the commit and push.";
    }

    /** Returns what to do about a run as a whole. */
    static String of(Run run) {
        if (run.outcome().isEmpty()) {
            return "It is still running: `plumbline run " + run.id() + "` follows it.";
        }
        Outcome outcome = run.outcome().get();
        return switch (outcome) {
            case DEPLOYED, UNCHANGED, REMOVED -> "Nothing: what it intended stands.";
            case OVERTAKEN -> "Nothing: the run of the newer commit deploys. `plumbline runs` lists it.";
            case INVALID -> "Put right what it names, `plumbline validate` shows all of it, and push.";
            case FAILED, STALLED, UNHEALTHY, SKIPPED ->
                "What it deployed stays; `plumbline resume " + run.id()
                        + "` goes on from there once the cause is gone. Reverting the commit in Git takes everything back.";
        };
    }
}
