package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds of a stack.
 *
 * @param stack the stack
 * @param digest digest of what was deployed last; empty where nothing was
 * @param outputs its outputs as of then
 * @param windowed the values of its windowed parameters as of then
 * @param status its last status that was heard or seen, in CloudFormation's words; empty where none was
 * @param eventAt when it had that status
 * @param known whether digest and outputs are those of the live stack, as far as was heard
 * @param run the run that deployed it last; empty where none did
 * @param verdict what verification found last
 * @param checks what verification found in detail, as the verify task writes it
 * @param inFlightOrNull the change that is under way, or null
 * @param needs the stacks whose outputs went into what was deployed last
 * @param moved how far AWS itself has moved what a parameter declares, by parameter
 */
public record StackRecord(
        StackKey stack,
        String digest,
        SortedMap<String, String> outputs,
        SortedMap<String, String> windowed,
        String status,
        Instant eventAt,
        boolean known,
        String run,
        Verdict verdict,
        String checks,
        @Nullable InFlight inFlightOrNull,
        SortedSet<StackKey> needs,
        SortedMap<String, String> moved) {
    /** Copies the maps and checks that nothing is missing. */
    public StackRecord {
        requireNonNull(stack, "stack is null");
        requireNonNull(digest, "digest is null");
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
        windowed = Collections.unmodifiableSortedMap(new TreeMap<>(windowed));
        requireNonNull(status, "status is null");
        requireNonNull(eventAt, "eventAt is null");
        requireNonNull(run, "run is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(checks, "checks is null");
        needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
        moved = Collections.unmodifiableSortedMap(new TreeMap<>(moved));
    }

    /** Creates the record of a stack that needs no other and of which AWS has moved nothing. */
    public StackRecord(
            StackKey stack,
            String digest,
            SortedMap<String, String> outputs,
            SortedMap<String, String> windowed,
            String status,
            Instant eventAt,
            boolean known,
            String run,
            Verdict verdict,
            String checks,
            @Nullable InFlight inFlightOrNull) {
        this(
                stack,
                digest,
                outputs,
                windowed,
                status,
                eventAt,
                known,
                run,
                verdict,
                checks,
                inFlightOrNull,
                new TreeSet<>(),
                new TreeMap<>());
    }

    /** Returns what is held of a stack of which nothing is held. */
    public static StackRecord unknown(StackKey stack) {
        TreeMap<String, String> nothing = new TreeMap<>();
        return new StackRecord(stack, "", nothing, nothing, "", Instant.EPOCH, false, "", Verdict.UNKNOWN, "", null);
    }

    /** Returns the change that is under way, or nothing. */
    public Optional<InFlight> inFlight() {
        return Optional.ofNullable(inFlightOrNull);
    }
}
