package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.accounts.requests.RequestKind;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a run is doing and has done: a line for each stack, an outcome for each target, the requests it has sent. */
public final class Progress {

    private static final String COUNT = "count/";
    private static final String INVOCATIONS = "invocations";

    private final Table table;

    Progress(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Puts a line in the place of what was said of that stack before. */
    public void put(String run, Line line) {
        table.write(described(run, line));
    }

    /**
     * Puts a line, and adds the requests of one invocation to those of the run and the line's target with the same
     * write. Repeated for the same invocation, it changes nothing.
     *
     * @param invocation id of the invocation, unique among those that write the line
     */
    public void put(String run, Line line, String invocation, RequestCounts counts) {
        Write write = described(run, line);
        table.write(counts.isEmpty() ? write : counting(write, invocation, counts));
    }

    private static Write described(String run, Line line) {
        return place(Write.to(Key.line(run, line.stack())), line.stack().target())
                .set("stack", Values.text(line.stack().stack()))
                .set("environment", Values.text(line.environment()))
                .set("wave", Values.number(line.wave()))
                .set("phase", Values.text(line.phase().label()))
                .set("action", Values.text(line.action()))
                .set("changes", Values.text(line.changes()))
                .set("startedAt", Values.instant(line.startedAt()))
                .set("millis", Values.number(line.took().toMillis()))
                .set("verdict", Values.text(line.verdict().label()))
                .set("reason", Values.text(line.reason()))
                .set("ttl", Values.expiry(line.startedAt()));
    }

    /** Returns the lines of a run, ordered by account, region and stack. */
    public List<Line> lines(String run) {
        return table.query(Key.runs(run), Key.LINE).stream().map(Progress::line).toList();
    }

    /** Notes how the work on a target ended, in the place of what was noted before. */
    public void put(String run, TargetOutcome outcome, Instant at) {
        table.write(place(Write.to(Key.outcome(run, outcome.target(), outcome.wave())), outcome.target())
                .set("wave", Values.number(outcome.wave()))
                .set("outcome", Values.text(outcome.outcome().label()))
                .set("reason", Values.text(outcome.reason()))
                .set("ttl", Values.expiry(at)));
    }

    /** Returns how the work on each target ended, as far as it has. */
    public List<TargetOutcome> outcomes(String run) {
        return table.query(Key.runs(run), Key.TARGET).stream()
                .map(Progress::outcome)
                .toList();
    }

    /** Takes an outcome back that was noted before its target was worked on; any other than that stays. */
    public void forget(String run, TargetOutcome noted) {
        table.delete(Write.to(Key.outcome(run, noted.target(), noted.wave()))
                .bind("outcome", Values.text(noted.outcome().label()))
                .when("#outcome = :outcome"));
    }

    private static TargetOutcome outcome(Item item) {
        return new TargetOutcome(
                target(item), (int) item.number("wave"), Outcome.of(item.text("outcome")), item.text("reason"));
    }

    /** Notes what there is to say of a target, in the place of what was noted of that kind before. */
    public void note(String run, TargetNote note, Instant at) {
        table.write(place(Write.to(Key.note(run, note.target(), note.kind())), note.target())
                .set("kind", Values.text(note.kind()))
                .set("text", Values.text(note.text()))
                .set("ttl", Values.expiry(at)));
    }

    /**
     * Adds the requests of one invocation to those of a run and target. Repeated for the same invocation, it adds
     * nothing.
     *
     * @param invocation id of the invocation, unique among those of the run and target
     */
    public void add(String run, TargetKey target, String invocation, RequestCounts counts, Instant at) {
        if (counts.isEmpty()) {
            return;
        }
        Write write = place(Write.to(Key.requests(run, target)), target).set("ttl", Values.expiry(at));
        table.write(counting(write, invocation, counts));
    }

    private static Write counting(Write write, String invocation, RequestCounts counts) {
        counts.counts().forEach((kind, count) -> write.add(COUNT + kind.label(), Values.number(count)));
        return write.add(INVOCATIONS, AttributeValue.fromSs(List.of(invocation)))
                .bind("invocation", Values.text(invocation))
                .when("NOT contains(#invocations, :invocation)");
    }

    /** Returns everything that a run has done. One query. */
    public Done read(String run) {
        List<Line> lines = new ArrayList<>();
        List<TargetOutcome> outcomes = new ArrayList<>();
        TreeMap<TargetKey, RequestCounts> requests = new TreeMap<>();
        List<Question> questions = new ArrayList<>();
        List<TargetNote> notes = new ArrayList<>();
        for (Item item : table.query(Key.runs(run), "")) {
            if (item.sort().startsWith(Key.LINE)) {
                lines.add(line(item));
                add(requests, item);
            } else if (item.sort().startsWith(Key.TARGET)) {
                outcomes.add(outcome(item));
            } else if (item.sort().startsWith(Key.REQUESTS)) {
                add(requests, item);
            } else if (item.sort().startsWith(Key.QUESTION)) {
                questions.add(Questions.read(item));
            } else if (item.sort().startsWith(Key.NOTE)) {
                notes.add(new TargetNote(target(item), item.text("kind"), item.text("text")));
            }
        }
        return new Done(lines, outcomes, requests, questions, notes);
    }

    private static void add(SortedMap<TargetKey, RequestCounts> requests, Item item) {
        RequestCounts counts = counts(item);
        if (!counts.isEmpty()) {
            requests.merge(target(item), counts, RequestCounts::plus);
        }
    }

    /**
     * What a run has done so far.
     *
     * @param lines its lines, ordered by account, region and stack
     * @param outcomes how the work on each target ended, as far as it has
     * @param requests what it has asked of each target
     * @param questions what it has asked people, and what they answered
     * @param notes what else there is to say of its targets
     */
    public record Done(
            List<Line> lines,
            List<TargetOutcome> outcomes,
            SortedMap<TargetKey, RequestCounts> requests,
            List<Question> questions,
            List<TargetNote> notes) {
        /** Copies the lists and the map. */
        public Done {
            lines = List.copyOf(lines);
            outcomes = List.copyOf(outcomes);
            requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
            questions = List.copyOf(questions);
            notes = List.copyOf(notes);
        }
    }

    private static RequestCounts counts(Item item) {
        TreeMap<RequestKind, Long> counts = new TreeMap<>();
        item.attributes().keySet().stream()
                .filter(name -> name.startsWith(COUNT))
                .forEach(name -> counts.put(RequestKind.parse(name.substring(COUNT.length())), item.number(name)));
        return new RequestCounts(counts);
    }

    private static Line line(Item item) {
        return new Line(
                new StackKey(target(item), item.text("stack")),
                item.text("environment"),
                (int) item.number("wave"),
                Label.read(Phase.class, item.text("phase")),
                item.text("action"),
                item.text("changes"),
                item.instant("startedAt"),
                Duration.ofMillis(item.number("millis")),
                Label.read(Verdict.class, item.text("verdict")),
                item.text("reason"));
    }

    private static Write place(Write write, TargetKey target) {
        return write.set("account", Values.text(target.account())).set("region", Values.text(target.region()));
    }

    private static TargetKey target(Item item) {
        return new TargetKey(item.text("account"), item.text("region"));
    }
}
