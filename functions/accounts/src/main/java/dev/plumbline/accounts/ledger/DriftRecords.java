package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import dev.plumbline.accounts.drift.DriftDigest;
import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.json.Json;
import dev.plumbline.json.Misfit;
import dev.plumbline.json.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What is held of drift: an item for each finding of a target, and for each run the findings that it came upon. Who
 * writes holds the target's lease.
 */
public final class DriftRecords {

    /** What comes back within this time after it was put back is the same, and is not told again. */
    private static final Duration SAME = Duration.ofHours(24);

    private final Table table;

    DriftRecords(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Returns everything that was found in a target and is remembered. One query. */
    public List<DriftRecord> of(TargetKey target) {
        return table.query(Key.targets(target), Key.DRIFT).stream()
                .map(DriftRecords::read)
                .toList();
    }

    /** Returns the same of many targets. One query for each, several at once. */
    public SortedMap<TargetKey, List<DriftRecord>> of(Collection<TargetKey> targets) {
        return Parallel.read(targets, this::of);
    }

    /** Returns what a run has found of a stack or of settings, or nothing where it has found none. */
    public Optional<DriftRecord> ofRun(String run, TargetKey target, String subject) {
        return table.get(Key.driftOfRun(run, target, subject)).flatMap(this::pointedAt);
    }

    /** Returns everything that a run has found. */
    public List<DriftRecord> ofRun(String run) {
        return table.query(Key.runs(run), Key.DRIFT).stream()
                .flatMap(pointer -> pointedAt(pointer).stream())
                .toList();
    }

    private Optional<DriftRecord> pointedAt(Item pointer) {
        TargetKey target = new TargetKey(pointer.text("account"), pointer.text("region"));
        return table.get(Key.drift(target, pointer.text("subject"), pointer.text("digest")))
                .map(item -> read(item, pointer.flag("told")));
    }

    /**
     * Notes what a run has found. The same again counts up; repeated by the same run, it changes nothing. What was
     * decided before is forgotten, save that people know.
     */
    public DriftRecord found(
            String run, TargetKey target, String environment, String subject, List<DriftEntry> entries, Instant at) {
        return noted(run, target, environment, subject, entries, DriftState.FOUND, "", at);
    }

    /**
     * Notes what AWS itself has moved of a stack, apart from drift that the same run has found there. The same again
     * counts up, as drift does.
     *
     * @param reason what a person is to do
     */
    public DriftRecord moved(
            String run,
            TargetKey target,
            String environment,
            String subject,
            List<DriftEntry> entries,
            String reason,
            Instant at) {
        return noted(run, target, environment, subject, entries, DriftState.MOVED, reason, at);
    }

    private DriftRecord noted(
            String run,
            TargetKey target,
            String environment,
            String subject,
            List<DriftEntry> entries,
            DriftState state,
            String reason,
            Instant at) {
        String digest = DriftDigest.of(entries);
        Optional<DriftRecord> before =
                table.get(Key.drift(target, subject, digest)).map(item -> read(item, wasTold(item)));
        DriftRecord found = before.filter(known -> known.run().equals(run))
                .orElseGet(() -> again(before, run, target, environment, subject, digest, entries, state, reason, at));
        put(found);
        table.write(Write.to(pointer(run, found))
                .set("account", Values.text(target.account()))
                .set("region", Values.text(target.region()))
                .set("subject", Values.text(subject))
                .set("digest", Values.text(digest))
                .set("ttl", Values.expiry(at)));
        return found;
    }

    private static Key pointer(String run, DriftRecord record) {
        return record.state() == DriftState.MOVED
                ? Key.movedOfRun(run, record.target(), record.subject())
                : Key.driftOfRun(run, record.target(), record.subject());
    }

    /** Returns one finding, or nothing where the ledger does not hold it. */
    public Optional<DriftRecord> find(TargetKey target, String subject, String digest) {
        return table.get(Key.drift(target, subject, digest)).map(DriftRecords::read);
    }

    /** Notes that a run asks a person about a finding. Who asked before is forgotten. */
    public void asks(DriftRecord record, String run, String reason) {
        table.write(Write.to(key(record))
                .set("asker", Values.text(run))
                .set("state", Values.text(DriftState.ASKED.label()))
                .set("reason", Values.text(reason)));
    }

    /** Notes who changed what, as far as that was found out since. */
    public void traced(DriftRecord record, List<DriftEntry> entries) {
        table.write(Write.to(key(record)).set("entries", Values.text(text(entries))));
    }

    /** Notes what has become of a finding. */
    public void become(DriftRecord record, DriftState state, String reason) {
        table.write(
                Write.to(key(record)).set("state", Values.text(state.label())).set("reason", Values.text(reason)));
    }

    /**
     * Notes that a run has told people of what it has found. It stands with the run: who reports may not write to
     * targets.
     */
    public void toldBy(String run, DriftRecord record) {
        table.write(Write.to(pointer(run, record)).set("told", Values.flag(true)));
    }

    /** What was moved may be called gone since, and then stands with its run all the same. */
    private boolean wasTold(Item found) {
        TargetKey target = new TargetKey(found.text("account"), found.text("region"));
        String subject = found.text("subject");
        return Stream.of(
                        Key.driftOfRun(found.text("run"), target, subject),
                        Key.movedOfRun(found.text("run"), target, subject))
                .flatMap(pointer -> table.get(pointer).stream())
                .filter(pointer -> pointer.text("digest").equals(found.text("digest")))
                .anyMatch(pointer -> pointer.flag("told"));
    }

    /** Notes which detection looks again after it was put back. */
    public void looksAgain(DriftRecord record, String detection) {
        table.write(Write.to(key(record)).set("detection", Values.text(detection)));
    }

    private static DriftRecord again(
            Optional<DriftRecord> before,
            String run,
            TargetKey target,
            String environment,
            String subject,
            String digest,
            List<DriftEntry> entries,
            DriftState state,
            String reason,
            Instant at) {
        Optional<DriftRecord> same =
                before.filter(known -> known.state().lasts() || known.lastAt().isAfter(at.minus(SAME)));
        return new DriftRecord(
                target,
                environment,
                subject,
                digest,
                // What makes it the same says nothing of who changed it, which is known of what was found before.
                before.filter(known -> known.state().lasts())
                        .map(DriftRecord::entries)
                        .orElse(entries),
                state,
                reason,
                same.map(DriftRecord::firstAt).orElse(at),
                at,
                same.map(DriftRecord::count).orElse(0L) + 1,
                run,
                same.map(DriftRecord::told).orElse(false),
                before.filter(known -> known.state().open())
                        .map(DriftRecord::asker)
                        .orElse(""),
                "");
    }

    private void put(DriftRecord record) {
        table.write(Write.to(key(record))
                .set("account", Values.text(record.target().account()))
                .set("region", Values.text(record.target().region()))
                .set("environment", Values.text(record.environment()))
                .set("subject", Values.text(record.subject()))
                .set("digest", Values.text(record.digest()))
                .set("entries", Values.text(text(record.entries())))
                .set("state", Values.text(record.state().label()))
                .set("reason", Values.text(record.reason()))
                .set("firstAt", Values.instant(record.firstAt()))
                .set("lastAt", Values.instant(record.lastAt()))
                .set("count", Values.number(record.count()))
                .set("run", Values.text(record.run()))
                .set("told", Values.flag(record.told()))
                .set("asker", Values.text(record.asker()))
                .set("detection", Values.text(record.detection()))
                .set("ttl", Values.expiry(record.lastAt())));
    }

    private static Key key(DriftRecord record) {
        return Key.drift(record.target(), record.subject(), record.digest());
    }

    private static DriftRecord read(Item item) {
        return read(item, false);
    }

    /**
     * Reads a finding.
     *
     * @param told whether the run that found it last has told people
     */
    private static DriftRecord read(Item item, boolean told) {
        return new DriftRecord(
                new TargetKey(item.text("account"), item.text("region")),
                item.text("environment"),
                item.text("subject"),
                item.text("digest"),
                entries(item.text("entries")),
                Label.read(DriftState.class, item.text("state")),
                item.text("reason"),
                item.instant("firstAt"),
                item.instant("lastAt"),
                item.number("count"),
                item.text("run"),
                item.flag("told") || told,
                item.text("asker"),
                item.text("detection"));
    }

    private static String text(List<DriftEntry> entries) {
        return Json.text(Records.tree(entries));
    }

    private static List<DriftEntry> entries(String text) {
        try {
            return Records.readAll(Json.read(text), DriftEntry.class);
        } catch (JacksonException | Misfit e) {
            throw new IllegalStateException("the ledger holds drift that is no JSON", e);
        }
    }
}
