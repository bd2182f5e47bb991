package dev.plumbline.estate.patching;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When and how far a stack is patched.
 *
 * @param policy how far beyond what is declared
 * @param windows when; without any nothing is patched by itself, and declared versions are pushed at once
 * @param blackouts days on which no window opens
 * @param hold for a windowed parameter the version that is not gone beyond
 * @param bake for how long the wave below has to be healthy with a patch first
 * @param concurrency how many targets are patched at once
 */
public record Patching(
        PatchPolicy policy,
        List<Window> windows,
        List<Blackout> blackouts,
        SortedMap<String, String> hold,
        Duration bake,
        int concurrency) {

    /** What holds where nothing is said. */
    public static final Patching DEFAULT =
            new Patching(PatchPolicy.SECURITY, List.of(), List.of(), new TreeMap<>(), Duration.ZERO, 5);

    /** Copies the collections and checks that nothing is missing. */
    public Patching {
        requireNonNull(policy, "policy is null");
        requireNonNull(bake, "bake is null");
        windows = List.copyOf(windows);
        blackouts = List.copyOf(blackouts);
        hold = Collections.unmodifiableSortedMap(new TreeMap<>(hold));
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is below 1: " + concurrency);
        }
    }

    /** Whether versions wait for a window. */
    public boolean windowed() {
        return !windows.isEmpty();
    }

    /** Returns the opening that is now, the one that closes last where several are; nothing where all are closed. */
    public Optional<Opening> open(Instant now) {
        return windows.stream()
                .flatMap(window -> window.open(now, blackouts).stream())
                .max(Comparator.comparing(Opening::closes));
    }

    /** Returns the blackout without which a window would be open now; nothing where one is, or would not be anyhow. */
    public Optional<Blackout> blackedOut(Instant now) {
        return open(now).isPresent()
                ? Optional.empty()
                : windows.stream()
                        .flatMap(window -> window.open(now, List.of()).stream()
                                .flatMap(opening ->
                                        blackouts.stream().filter(blackout -> window.keepsShut(blackout, opening))))
                        .findFirst();
    }

    /** Returns the first opening that begins after an instant, or nothing where there will be none. */
    public Optional<Opening> next(Instant after) {
        return windows.stream()
                .flatMap(window -> window.next(after, blackouts).stream())
                .min(Comparator.comparing(Opening::opens));
    }
}
