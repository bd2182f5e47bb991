package dev.plumbline.accounts.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Digests;
import dev.plumbline.estate.Severity;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is done about a finding on one resource. Findings of the same kind on the same resource are one case.
 *
 * @param id its id, which follows from target, kind and resource
 * @param attempt counts from 1; a finding that returns after its case had ended begins the next
 * @param target where
 * @param environment the environment that the target belongs to
 * @param playbook the playbook, or empty where there is none for it
 * @param type what the source calls it
 * @param resource the resource, for people
 * @param severity how bad it is
 * @param finding the finding as it was read
 * @param status how far it is
 * @param owner ARN of the execution that works on it
 * @param openedAt when this attempt was begun
 * @param seenAt when the finding was seen last, by its source
 * @param count how often the finding came, in all attempts
 * @param token wakes the execution that waits for a person; empty while none does
 * @param texts what was found out and done, by name; see {@link Facts}
 * @param times when, by name of the step
 */
public record FindingCase(
        String id,
        long attempt,
        TargetKey target,
        String environment,
        String playbook,
        String type,
        String resource,
        Severity severity,
        String finding,
        CaseStatus status,
        String owner,
        Instant openedAt,
        Instant seenAt,
        long count,
        String token,
        SortedMap<String, String> texts,
        SortedMap<String, Instant> times) {

    /** Names of what is kept of a case. */
    public enum Facts {
        /** The stack of the estate that owns the resource. */
        STACK,
        /** What was decided. */
        DECISION,
        /** Why it ended as it did, or what is asked; for people. */
        REASON,
        /** What would change, or was changed: the steps as a document. */
        STEPS,
        /** The resource's tags, as a document. */
        TAGS,
        /** The logical id of the resource in its stack. */
        LOGICAL_ID,
        /** What would have to be changed in a template that is the cause; for people. */
        AT_SOURCE,
        /** The digest of the steps. */
        DIGEST,
        /** The digest of the steps that a person has approved. */
        APPROVED,
        /** The digest of the steps that a person has had taken back. */
        TAKEN_BACK,
        /** Who approved, declined or undid, as AWS knows them. */
        PERSON,
        /** The account that they belong to. */
        PERSON_ACCOUNT,
        /** Their unique id. */
        PERSON_PRINCIPAL,
        /** What they gave as the reason. */
        BECAUSE,
        /** Where a person reads more. */
        LINK,
        /** What the finding is about, in its source's words; for people. */
        TITLE;

        /** Returns the name as it is stored. */
        public String label() {
            return Label.of(this);
        }
    }

    /** Checks that nothing is missing and copies the maps. */
    public FindingCase {
        requireNonNull(id, "id is null");
        requireNonNull(target, "target is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(playbook, "playbook is null");
        requireNonNull(type, "type is null");
        requireNonNull(resource, "resource is null");
        requireNonNull(severity, "severity is null");
        requireNonNull(finding, "finding is null");
        requireNonNull(status, "status is null");
        requireNonNull(owner, "owner is null");
        requireNonNull(openedAt, "openedAt is null");
        requireNonNull(seenAt, "seenAt is null");
        requireNonNull(token, "token is null");
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        times = Collections.unmodifiableSortedMap(new TreeMap<>(times));
    }

    /** Returns a case that is to be opened. */
    public static FindingCase begins(
            String id,
            TargetKey target,
            String environment,
            String playbook,
            String type,
            String resource,
            Severity severity,
            String finding,
            String owner,
            Instant openedAt,
            Instant seenAt) {
        return new FindingCase(
                id,
                1,
                target,
                environment,
                playbook,
                type,
                resource,
                severity,
                finding,
                CaseStatus.OPEN,
                owner,
                openedAt,
                seenAt,
                1,
                "",
                new TreeMap<>(),
                new TreeMap<>());
    }

    /** Returns this case with what is kept of it. */
    public FindingCase with(SortedMap<String, String> facts, SortedMap<String, Instant> steps) {
        return with(status, facts, steps);
    }

    /**
     * Returns this case one step on; nothing is written by that. When a step was done for the first time in an attempt
     * is kept.
     *
     * @param to how far it is by that
     * @param facts what was found out or done
     * @param step what was done, in the past tense
     * @param at when
     */
    public FindingCase after(CaseStatus to, Map<Facts, String> facts, String step, Instant at) {
        TreeMap<String, String> kept = new TreeMap<>(texts);
        facts.forEach((fact, text) -> kept.put(fact.label(), text));
        TreeMap<String, Instant> steps = new TreeMap<>(times);
        steps.putIfAbsent(step, at);
        return with(to, kept, steps);
    }

    /** Returns this case at its end. */
    public FindingCase ended(CaseStatus as, String reason, Instant at) {
        TreeMap<String, String> kept = new TreeMap<>(texts);
        kept.put(Facts.REASON.label(), reason);
        TreeMap<String, Instant> steps = new TreeMap<>(times);
        steps.put("recorded", at);
        steps.put("ended", at);
        return with(as, kept, steps);
    }

    private FindingCase with(CaseStatus as, SortedMap<String, String> facts, SortedMap<String, Instant> steps) {
        return new FindingCase(
                id,
                attempt,
                target,
                environment,
                playbook,
                type,
                resource,
                severity,
                finding,
                as,
                owner,
                openedAt,
                seenAt,
                count,
                token,
                facts,
                steps);
    }

    /** Returns what is kept under a name, empty where nothing is. */
    public String text(Facts fact) {
        return texts.getOrDefault(fact.label(), "");
    }

    /** Returns when a step was done, or nothing where it was not. */
    public Optional<Instant> time(String step) {
        return Optional.ofNullable(times.get(step));
    }

    /**
     * Returns when an ended case was last known to stand as it does: where it was fixed, when the look began that saw
     * it; else when it ended. What was seen later is news.
     */
    public Instant judgedAt() {
        Instant ended = time("ended").orElse(openedAt);
        return status == CaseStatus.FIXED ? time("verified").orElse(ended) : ended;
    }

    /** Returns the token of the execution that waits for a person, or nothing while none does. */
    public Optional<String> waiting() {
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /**
     * Returns what a person signs to have a say: 64 hexadecimal digits, different for every other case, attempt, list
     * of steps, word and reason.
     */
    public String statement(CaseWord word, String digest, String reason) {
        String text = String.join("\n", "case", id, Long.toString(attempt), digest, word.label(), reason);
        return Digests.sha256(text.getBytes(UTF_8));
    }

    /** Never shows the token, which is as good as a key to the execution. */
    @Override
    public String toString() {
        return "FindingCase[id=%s, attempt=%d, status=%s, type=%s, resource=%s in %s]"
                .formatted(id, attempt, status, type, resource, target);
    }
}
