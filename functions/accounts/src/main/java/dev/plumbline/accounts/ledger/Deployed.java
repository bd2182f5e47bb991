package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was seen of a stack that stands as intended.
 *
 * @param digest digest of what is deployed
 * @param outputs its outputs
 * @param windowed the values of its windowed parameters
 * @param status its status in CloudFormation's words
 * @param run the run that deployed it, or that looked
 * @param at when its status was asked for: before the request, not after it, and before verification; what happens to
 *     the stack later is newer than this
 */
public record Deployed(
        String digest,
        SortedMap<String, String> outputs,
        SortedMap<String, String> windowed,
        String status,
        String run,
        Instant at) {
    /** Copies the maps and checks that nothing is missing. */
    public Deployed {
        requireNonNull(digest, "digest is null");
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
        windowed = Collections.unmodifiableSortedMap(new TreeMap<>(windowed));
        requireNonNull(status, "status is null");
        requireNonNull(run, "run is null");
        requireNonNull(at, "at is null");
    }
}
