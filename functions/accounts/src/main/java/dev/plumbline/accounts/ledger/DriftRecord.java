package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.List;

/**
 * What the ledger holds of one finding of drift: everything of one stack, or of a target's settings, that was not as
 * declared at one time. The same again is the same record.
 *
 * @param target where
 * @param environment the environment's name
 * @param subject the stack's name in the estate, or {@link #SETTINGS}
 * @param digest what makes it the same again
 * @param entries what differs
 * @param state what has become of it
 * @param reason why it is as it is, for people; often empty
 * @param firstAt when it was found first
 * @param lastAt when it was found last
 * @param count how often it was found since it was told
 * @param run the run that found it last
 * @param told whether people were told
 * @param asker the run that asked a person about it; empty where none did since it was found first
 * @param detection id of the drift detection that looks again after it was put back; empty where there is none
 */
public record DriftRecord(
        TargetKey target,
        String environment,
        String subject,
        String digest,
        List<DriftEntry> entries,
        DriftState state,
        String reason,
        Instant firstAt,
        Instant lastAt,
        long count,
        String run,
        boolean told,
        String asker,
        String detection) {

    /** The subject of drift of settings. No stack has that name: names of stacks begin with a letter. */
    public static final String SETTINGS = "(settings)";

    /** Checks that nothing is missing and copies the entries. */
    public DriftRecord {
        requireNonNull(target, "target is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(digest, "digest is null");
        entries = List.copyOf(entries);
        requireNonNull(state, "state is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(firstAt, "firstAt is null");
        requireNonNull(lastAt, "lastAt is null");
        requireNonNull(run, "run is null");
        requireNonNull(asker, "asker is null");
        requireNonNull(detection, "detection is null");
    }

    /** Returns what names it among the findings of its target. */
    public String id() {
        return subject + "#" + digest;
    }

    /** Returns how a person calls what was found changed: the stack, or {@code settings}. */
    public String name() {
        return name(subject);
    }

    /** The same of the name under which a stack or the settings stand in the ledger. */
    static String name(String subject) {
        return subject.equals(SETTINGS) ? "settings" : subject;
    }
}
