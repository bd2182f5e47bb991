package dev.plumbline.accounts.ledger;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where an item lies in the table. Every key of the ledger is made here. */
record Key(String partition, String sort) {

    static final String PARTITION = "pk";
    static final String SORT = "sk";

    static final String META = "META";
    static final String LEASE = "LEASE";
    static final String SETTINGS = "SETTINGS";
    static final String STACK = "STACK#";
    static final String LINE = "LINE#";
    static final String TARGET = "TARGET#";
    static final String REQUESTS = "REQUESTS#";
    static final String NOTE = "NOTE#";
    static final String QUESTION = "QUESTION#";
    static final String KEPT = "KEPT#";

    /** The partition that lists the targets in which anything was ever made. */
    static final String ALL_TARGETS = "TARGET#ALL";

    /** The partition of the questions that nobody has answered. */
    static final String OPEN = "QUESTIONS";

    static final String DRIFT = "DRIFT#";

    /** Always as long: the texts sort as the instants do. */
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static Key head(String ref) {
        return new Key("REF#" + ref, "HEAD");
    }

    static Key run(String run) {
        return new Key(runs(run), META);
    }

    static Key line(String run, StackKey stack) {
        return new Key(runs(run), LINE + place(stack.target()) + "#" + stack.stack());
    }

    static Key outcome(String run, TargetKey target, int wave) {
        return new Key(runs(run), TARGET + place(target) + "#" + wave);
    }

    static Key requests(String run, TargetKey target) {
        return new Key(runs(run), REQUESTS + place(target));
    }

    static Key note(String run, TargetKey target, String kind) {
        return new Key(runs(run), NOTE + place(target) + "#" + kind);
    }

    static Key question(String run, StackKey stack, String digest) {
        return new Key(runs(run), questions(stack) + digest);
    }

    /** The questions that a run has asked about a stack, whatever its changes were. */
    static String questions(StackKey stack) {
        return QUESTION + place(stack.target()) + "#" + stack.stack() + "#";
    }

    static Key open(String run, StackKey stack, String digest) {
        return new Key(OPEN, place(stack.target()) + "#" + stack.stack() + "#" + digest + "#" + run);
    }

    static Key listed(TargetKey target) {
        return new Key(ALL_TARGETS, place(target));
    }

    /** A stack that comes back and goes again may keep another resource of the same logical id. */
    static Key kept(Kept kept) {
        return new Key(
                targets(kept.stack().target()),
                KEPT + kept.stack().stack() + "#" + kept.logicalId() + "#" + kept.physicalId());
    }

    static Key listing(Instant startedAt, String run) {
        return new Key(month(YearMonth.from(startedAt.atOffset(ZoneOffset.UTC))), MILLIS.format(startedAt) + "#" + run);
    }

    static Key target(TargetKey target) {
        return new Key(targets(target), META);
    }

    static Key lease(TargetKey target) {
        return new Key(targets(target), LEASE);
    }

    static Key settings(TargetKey target) {
        return new Key(targets(target), SETTINGS);
    }

    static Key stack(StackKey stack) {
        return new Key(targets(stack.target()), STACK + stack.stack());
    }

    static Key finding(String id) {
        return new Key("CASE#" + id, META);
    }

    static Key lasting(String caseId, String execution) {
        return new Key("CASE#" + caseId, "LASTING#" + execution);
    }

    static Key caseListing(Instant openedAt, String id) {
        return new Key(
                caseMonth(YearMonth.from(openedAt.atOffset(ZoneOffset.UTC))), MILLIS.format(openedAt) + "#" + id);
    }

    static String caseMonth(YearMonth month) {
        return "CASES#" + month;
    }

    static Key habit(String playbook, String account, String sort) {
        return new Key("PLAYBOOK#" + playbook + "#" + account, sort);
    }

    static Key estate(String ref) {
        return new Key("ESTATE#" + ref, META);
    }

    static Key drift(TargetKey target, String subject, String digest) {
        return new Key(targets(target), DRIFT + subject + "#" + digest);
    }

    static Key driftOfRun(String run, TargetKey target, String subject) {
        return new Key(runs(run), DRIFT + place(target) + "#" + subject);
    }

    static Key movedOfRun(String run, TargetKey target, String subject) {
        return new Key(runs(run), DRIFT + place(target) + "#" + subject + "#moved");
    }

    static Key patch(StackKey stack, String kind, String subject) {
        return new Key(patches(stack.target()), stack.stack() + "#" + kind + "#" + subject);
    }

    static String patches(TargetKey target) {
        return "PATCHES#" + place(target);
    }

    static Key patched(StackKey stack, String id, Instant startedAt) {
        return new Key(patched(stack.target()), MILLIS.format(startedAt) + "#" + id);
    }

    static String patched(TargetKey target) {
        return "PATCHED#" + place(target);
    }

    static String runs(String run) {
        return "RUN#" + run;
    }

    static String targets(TargetKey target) {
        return TARGET + place(target);
    }

    static String month(YearMonth month) {
        return "RUNS#" + month;
    }

    Map<String, AttributeValue> attributes() {
        return Map.of(PARTITION, AttributeValue.fromS(partition), SORT, AttributeValue.fromS(sort));
    }

    private static String place(TargetKey target) {
        return target.account() + "#" + target.region();
    }
}
