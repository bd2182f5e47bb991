package dev.plumbline.journeys;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.cli.local.LocalAccount;
import java.util.List;

/**
 * A run that has ended, as the ledger and the emulator tell of it.
 *
 * @param run the run
 * @param lines what it did to each stack
 * @param targets how its work on each target ended
 * @param requests the requests that it counted itself
 * @param served the requests that the accounts served meanwhile
 */
record Ended(Run run, List<Line> lines, List<TargetOutcome> targets, RequestCounts requests, Served served) {

    Ended {
        lines = List.copyOf(lines);
        targets = List.copyOf(targets);
    }

    Outcome outcome() {
        return run.outcome().orElseThrow(() -> new AssertionError("the run has not ended: " + run));
    }

    /** The line of one stack. */
    Line line(LocalAccount account, String stack) {
        return lines.stream()
                .filter(line -> line.stack().target().account().equals(account.id())
                        && line.stack().stack().equals(stack))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of " + account + " " + stack + " in " + lines));
    }

    /** The names of the stacks to which it did something; what only refers to those is decided and left alone. */
    List<String> changed() {
        return lines.stream()
                .filter(line -> !line.action().equals("none"))
                .map(line -> line.stack().stack())
                .toList();
    }

    /** The outcome of a target. */
    TargetOutcome target(LocalAccount account) {
        return targets.stream()
                .filter(outcome -> outcome.target().account().equals(account.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no outcome of " + account + " in " + targets));
    }
}
