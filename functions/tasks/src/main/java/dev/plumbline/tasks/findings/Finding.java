package dev.plumbline.tasks.findings;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a source found.
 *
 * @param source who found it
 * @param type what the source calls it: a type of GuardDuty, or the name of a rule of Config
 * @param id the source's id of the finding
 * @param severity how bad it is
 * @param title what it is about, for people
 * @param seenMillis when it was seen last, in milliseconds since 1970
 * @param facts what it is about, by kind, for machines; see {@link Fact}
 */
public record Finding(
        Source source,
        String type,
        String id,
        Severity severity,
        String title,
        long seenMillis,
        SortedMap<Fact, String> facts) {

    /** Who finds. */
    public enum Source {
        /** Amazon GuardDuty. */
        GUARDDUTY,
        /** AWS Config. */
        CONFIG
    }

    /** Checks that nothing is missing and copies the facts. */
    public Finding {
        requireNonNull(source, "source is null");
        requireNonNull(type, "type is null");
        requireNonNull(id, "id is null");
        requireNonNull(severity, "severity is null");
        requireNonNull(title, "title is null");
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    /** Returns a fact, or nothing where the finding does not tell it. */
    public Optional<String> fact(Fact fact) {
        return Optional.ofNullable(facts.get(fact));
    }

    /** Returns when it was seen last. */
    public Instant seenAt() {
        return Instant.ofEpochMilli(seenMillis);
    }
}
