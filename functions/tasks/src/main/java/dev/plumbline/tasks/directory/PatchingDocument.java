package dev.plumbline.tasks.directory;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.patching.Blackout;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.patching.Window;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * When and how far a stack is patched, as it is stored.
 *
 * @param policy how far beyond what is declared
 * @param windows when
 * @param blackouts when not
 * @param hold versions that are not gone beyond
 * @param bakeSeconds for how long the wave below has to be healthy first
 * @param concurrency how many targets at once
 */
public record PatchingDocument(
        String policy,
        List<Open> windows,
        List<Closed> blackouts,
        SortedMap<String, String> hold,
        long bakeSeconds,
        int concurrency) {

    /** Copies the collections and checks that nothing is missing. */
    public PatchingDocument {
        requireNonNull(policy, "policy is null");
        windows = List.copyOf(windows);
        blackouts = List.copyOf(blackouts);
        hold = Collections.unmodifiableSortedMap(new TreeMap<>(hold));
    }

    /** A window. */
    record Open(String expression, String timeZone, long seconds) {

        static Open of(Window window) {
            return new Open(
                    window.expression(), window.timeZone(), window.duration().toSeconds());
        }

        Window read() {
            return new Window(expression, timeZone, Duration.ofSeconds(seconds));
        }
    }

    /** A blackout. */
    record Closed(String from, String to, String reason) {

        static Closed of(Blackout blackout) {
            return new Closed(blackout.from().toString(), blackout.to().toString(), blackout.reason());
        }

        Blackout read() {
            return new Blackout(LocalDate.parse(from), LocalDate.parse(to), reason);
        }
    }

    /** Returns how it is stored. */
    public static PatchingDocument of(Patching patching) {
        return new PatchingDocument(
                patching.policy().word(),
                patching.windows().stream().map(Open::of).toList(),
                patching.blackouts().stream().map(Closed::of).toList(),
                patching.hold(),
                patching.bake().toSeconds(),
                patching.concurrency());
    }

    /** Returns the same with the blackouts of another as well. */
    PatchingDocument closedAlsoBy(PatchingDocument other) {
        List<Closed> both = Stream.concat(blackouts.stream(), other.blackouts.stream())
                .distinct()
                .toList();
        return new PatchingDocument(policy, windows, both, hold, bakeSeconds, concurrency);
    }

    /** Returns what it says. */
    public Patching read() {
        return new Patching(
                PatchPolicy.of(policy).orElseThrow(),
                windows.stream().map(Open::read).toList(),
                blackouts.stream().map(Closed::read).toList(),
                hold,
                Duration.ofSeconds(bakeSeconds),
                concurrency);
    }
}
