package dev.plumbline.cli.follow;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetNote;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.estate.TargetKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is recorded of a run.
 *
 * @param run the run itself
 * @param lines a line for each stack that it turned to
 * @param outcomes how the work on each target ended, as far as it has
 * @param requests the requests to AWS for each target
 * @param questions what it asked people, and what they answered
 * @param notes what else there is to say of its targets
 */
public record RunReport(
        Run run,
        List<Line> lines,
        List<TargetOutcome> outcomes,
        SortedMap<TargetKey, RequestCounts> requests,
        List<Question> questions,
        List<TargetNote> notes) {

    /** Copies and checks that nothing is missing. */
    public RunReport {
        requireNonNull(run, "run is null");
        lines = List.copyOf(lines);
        outcomes = List.copyOf(outcomes);
        requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
        questions = List.copyOf(questions);
        notes = List.copyOf(notes);
    }

    /** Whether it has ended and what it intended stands, verified. */
    public boolean good() {
        return run.outcome().map(Outcome::good).orElse(false);
    }

    /** The requests of all targets together. */
    public RequestCounts allRequests() {
        return requests.values().stream().reduce(RequestCounts.none(), RequestCounts::plus);
    }
}
