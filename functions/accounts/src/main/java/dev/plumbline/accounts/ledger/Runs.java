package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The runs: what set each off, what it deployed, how it ended. */
public final class Runs {

    /** How far back the listing looks for runs: a schedule runs daily, and each month is a query. */
    private static final int MONTHS = 3;

    private final Table table;

    Runs(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /**
     * Notes that a run begins. Repeated, it changes nothing: the first beginning stands. Returns the run as it is
     * noted.
     */
    public Run begin(Run run) {
        Written written =
                table.write(described(Write.to(Key.run(run.id())), run).when("attribute_not_exists(#startedAt)"));
        Run noted = read(run.id(), written.item());
        table.write(described(Write.to(Key.listing(noted.startedAt(), noted.id())), noted));
        return noted;
    }

    /** Notes which commit a run deploys, also where runs are listed. Does nothing for a run that never began. */
    public void takes(String run, String commit) {
        relist(
                run,
                table.write(Write.to(Key.run(run))
                        .set("commit", Values.text(commit))
                        .when("attribute_exists(#startedAt)")));
    }

    /** Notes where a run's plan lies. Does nothing for a run that never began. */
    public void planned(String run, String planKey) {
        table.write(Write.to(Key.run(run)).set("plan", Values.text(planKey)).when("attribute_exists(#startedAt)"));
    }

    /** Notes how a run ended. Repeated, the first end stands. Does nothing for a run that never began. */
    public void end(String run, Outcome outcome, String reason, Instant endedAt) {
        relist(
                run,
                table.write(Write.to(Key.run(run))
                        .set("endedAt", Values.instant(endedAt))
                        .set("outcome", Values.text(outcome.label()))
                        .set("reason", Values.text(reason))
                        .when("attribute_exists(#startedAt) AND attribute_not_exists(#endedAt)")));
    }

    /** Brings the listing up to what was written. */
    private void relist(String run, Written written) {
        if (written.item().findInstant("startedAt").isPresent()) {
            Run noted = read(run, written.item());
            table.write(described(Write.to(Key.listing(noted.startedAt(), run)), noted));
        }
    }

    /** Returns a run, or nothing where none of that id began. */
    public Optional<Run> find(String run) {
        return table.get(Key.run(run)).map(item -> read(run, item));
    }

    /** Returns the runs that began last, the newest first. One query for each month that is looked at. */
    public List<Run> recent(Instant now, int count) {
        List<Run> recent = new ArrayList<>();
        YearMonth month = month(now);
        for (int back = 0; back < MONTHS && recent.size() < count; back++) {
            table.last(Key.month(month.minusMonths(back)), count - recent.size()).stream()
                    .map(item -> read(item.text("run"), item))
                    .forEach(recent::add);
        }
        return List.copyOf(recent);
    }

    /**
     * Returns where the plan of the newest run lies that has one, however many runs without began after it: windows and
     * plans that failed have none. Nothing where no run that is kept has one.
     */
    public Optional<String> lastPlan(Instant now) {
        YearMonth oldest = month(now.minus(Values.MEMORY));
        Optional<String> plan = Optional.empty();
        for (YearMonth month = month(now); plan.isEmpty() && !month.isBefore(oldest); month = month.minusMonths(1)) {
            plan = table.last(Key.month(month), this::planOf);
        }
        return plan;
    }

    /** The listing holds the plan of a run only at its end: one that has not ended is read by itself. */
    private Optional<String> planOf(Item listed) {
        Run run = read(listed.text("run"), listed);
        Run known = run.endedAt().isPresent() ? run : find(run.id()).orElse(run);
        return Optional.of(known.planKey()).filter(key -> !key.isEmpty());
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    private static Write described(Write write, Run run) {
        write.set("run", Values.text(run.id()))
                .set("trigger", Values.text(run.trigger()))
                .set("ref", Values.text(run.ref()))
                .set("commit", Values.text(run.commit()))
                .set("startedAt", Values.instant(run.startedAt()))
                .set("reason", Values.text(run.reason()))
                .set("plan", Values.text(run.planKey()))
                .set("ttl", Values.expiry(run.startedAt()));
        run.endedAt().ifPresent(at -> write.set("endedAt", Values.instant(at)));
        run.outcome().ifPresent(outcome -> write.set("outcome", Values.text(outcome.label())));
        return write;
    }

    private static Run read(String id, Item item) {
        return new Run(
                id,
                item.text("trigger"),
                item.text("ref"),
                item.text("commit"),
                item.instant("startedAt"),
                item.findInstant("endedAt").orElse(null),
                item.find("outcome").map(Outcome::of).orElse(null),
                item.text("reason"),
                item.text("plan"));
    }
}
