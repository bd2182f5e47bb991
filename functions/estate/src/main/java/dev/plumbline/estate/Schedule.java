package dev.plumbline.estate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What starts runs by itself.
 *
 * @param name its name: {@code catch-up}, {@code reconcile}, {@code reconcile-ENVIRONMENT}, or {@code window-} and a
 *     digest of its timing
 * @param kind what the run does
 * @param timing when
 * @param only the environments that are looked at; empty for all but the others
 * @param except the environments that have a schedule of their own, or none
 */
public record Schedule(String name, Kind kind, Timing timing, SortedSet<String> only, SortedSet<String> except) {

    private static final int DIGITS = 10;

    /** What a run does. */
    public enum Kind {
        /** Each target is made again what was deployed there last. */
        RECONCILE,
        /** The head of the branch is deployed if no run has taken it up. */
        CATCH_UP,
        /** What has a window that is open then is patched. */
        PATCH
    }

    /** Checks that nothing is missing and copies the sets. */
    public Schedule {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(timing, "timing is null");
        only = Collections.unmodifiableSortedSet(new TreeSet<>(only));
        except = Collections.unmodifiableSortedSet(new TreeSet<>(except));
    }

    /**
     * Returns the schedules of an estate. Environments that say nothing of their own share one, so that it takes one
     * run to look at all of them.
     *
     * @param reconcile when environments are reconciled that say nothing, or null for never
     * @param catchUp when the branch's head is looked for, or null for never
     */
    public static List<Schedule> of(
            @Nullable Timing reconcile, @Nullable Timing catchUp, Collection<Environment> environments) {
        List<Schedule> schedules = new ArrayList<>();
        TreeSet<String> nobody = new TreeSet<>();
        if (catchUp != null) {
            schedules.add(new Schedule("catch-up", Kind.CATCH_UP, catchUp, nobody, nobody));
        }
        TreeSet<String> others = new TreeSet<>();
        for (Environment environment : environments) {
            Timing own = environment.reconcile().orElse(null);
            if (own == null || !own.equals(reconcile)) {
                others.add(environment.name());
            }
            if (own != null && !own.equals(reconcile)) {
                TreeSet<String> only = new TreeSet<>(List.of(environment.name()));
                schedules.add(new Schedule("reconcile-" + environment.name(), Kind.RECONCILE, own, only, nobody));
            }
        }
        if (reconcile != null && others.size() < environments.size()) {
            schedules.add(new Schedule("reconcile", Kind.RECONCILE, reconcile, nobody, others));
        }
        schedules.addAll(windows(environments));
        return schedules;
    }

    /** Returns one schedule for all windows that open at the same times, wherever they are. */
    private static List<Schedule> windows(Collection<Environment> environments) {
        TreeSet<String> nobody = new TreeSet<>();
        return environments.stream()
                .flatMap(environment -> environment.stacks().values().stream())
                .flatMap(stack -> stack.patching().windows().stream())
                .map(window -> new Timing(window.expression(), window.timeZone(), 0))
                .distinct()
                .map(timing -> new Schedule("window-" + digest(timing), Kind.PATCH, timing, nobody, nobody))
                .toList();
    }

    private static String digest(Timing timing) {
        String text = timing.expression() + " " + timing.timeZone();
        return Digests.sha256(text.getBytes(UTF_8)).substring(0, DIGITS);
    }
}
