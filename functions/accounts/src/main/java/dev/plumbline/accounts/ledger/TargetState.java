package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the ledger holds of a target.
 *
 * @param target the target
 * @param environment the environment that it belonged to when it was deployed last; empty where it never was
 * @param revision the commit that last changed something there; empty where none did
 * @param revisedAt when it had; the epoch where none did
 * @param heardAt when its account was heard last; the epoch where it never was
 * @param leaseOrNull who works on it, or null
 * @param stacks its stacks by their names in the estate
 * @param settingsOrNull its settings, or null where none were applied
 * @param unreachableOrNull why the last run that wanted to look into it could not, or null where it could
 * @param kept what stayed of the stacks that were removed from it
 */
public record TargetState(
        TargetKey target,
        String environment,
        String revision,
        Instant revisedAt,
        Instant heardAt,
        @Nullable Lease leaseOrNull,
        SortedMap<String, StackRecord> stacks,
        @Nullable SettingsRecord settingsOrNull,
        @Nullable Unreachable unreachableOrNull,
        List<Kept> kept) {

    /** An account tells that it is there every six hours; after a day without a word its events may be lost, too. */
    private static final Duration TRUST = Duration.ofHours(24);

    /** How far the clocks of the hub's functions may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** Copies the map and checks that nothing is missing. */
    public TargetState {
        requireNonNull(target, "target is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(revision, "revision is null");
        requireNonNull(revisedAt, "revisedAt is null");
        requireNonNull(heardAt, "heardAt is null");
        stacks = Collections.unmodifiableSortedMap(new TreeMap<>(stacks));
        kept = List.copyOf(kept);
    }

    /** Returns who works on it, or nothing. */
    public Optional<Lease> lease() {
        return Optional.ofNullable(leaseOrNull);
    }

    /** Returns its settings, or nothing where none were applied. */
    public Optional<SettingsRecord> settings() {
        return Optional.ofNullable(settingsOrNull);
    }

    /** Returns why it could not be looked into, or nothing where it could, or where nobody has tried. */
    public Optional<Unreachable> unreachable() {
        return Optional.ofNullable(unreachableOrNull);
    }

    /**
     * Whether the account was heard lately enough to believe that nothing happened of which we did not hear. Somebody
     * who may put events there can give them any time: a word from the future is none.
     */
    public boolean trusted(Instant now) {
        return heardAt.isAfter(now.minus(TRUST)) && !heardAt.isAfter(now.plus(SKEW));
    }

    /** Returns the record of a stack that need not be looked up, or nothing where it must be. */
    public Optional<StackRecord> current(String stack, Instant now) {
        return Optional.ofNullable(stacks.get(stack)).filter(record -> record.known() && trusted(now));
    }
}
