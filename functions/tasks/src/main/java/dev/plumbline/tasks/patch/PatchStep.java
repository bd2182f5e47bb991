package dev.plumbline.tasks.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Digests;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing to apply.
 *
 * @param stack the stack that it belongs to
 * @param patcher the word of the kind whose typed code applies it
 * @param kind what kind of patch it is, such as {@code maintenance}
 * @param subject what is patched
 * @param from what is there
 * @param to what is there afterwards
 * @param says what is done, for people
 * @param minutes how long it takes, with room
 * @param parameters the windowed parameters of the stack through which it is applied; empty where it is applied itself
 * @param with what the typed code has to know
 */
public record PatchStep(
        String stack,
        String patcher,
        String kind,
        String subject,
        String from,
        String to,
        String says,
        int minutes,
        SortedMap<String, String> parameters,
        SortedMap<String, String> with) {

    private static final int TOKEN_DIGITS = 24;
    private static final String STOPPED = "stopped";
    private static final String AGAIN = "again";
    private static final String LEFT = "left";

    /** Copies the maps and checks that nothing is missing. */
    public PatchStep {
        requireNonNull(stack, "stack is null");
        requireNonNull(patcher, "patcher is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(says, "says is null");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        with = Collections.unmodifiableSortedMap(new TreeMap<>(with));
    }

    /** Returns how long it takes, with room. */
    public Duration takes() {
        return Duration.ofMinutes(minutes);
    }

    /** Returns what the typed code has to know under a name; empty where there is nothing. */
    public String detail(String name) {
        return with.getOrDefault(name, "");
    }

    /**
     * Returns the same step as one that a stopped execution has begun, and that is offered all the same: it may have
     * taken effect after it was looked for.
     */
    PatchStep again() {
        return after(AGAIN, minutes);
    }

    /** Returns the same step as one that a stopped execution has begun: only what came of it is looked at. */
    PatchStep left() {
        return after(LEFT, 0);
    }

    private PatchStep after(String how, int takes) {
        SortedMap<String, String> all = new TreeMap<>(with);
        all.put(STOPPED, how);
        return new PatchStep(stack, patcher, kind, subject, from, to, says, takes, parameters, all);
    }

    /** Whether a stopped execution has begun it. */
    boolean isBegun() {
        return with.containsKey(STOPPED);
    }

    /** Whether nothing of it is to be begun. */
    boolean isLeft() {
        return detail(STOPPED).equals(LEFT);
    }

    /** Returns what tells it from all others of its target: stack, kind and subject. */
    public String id() {
        return stack + "#" + kind + "#" + subject;
    }

    /** Returns a name for what a run makes for this step, the same whenever it is repeated. */
    public String token(String run) {
        return Digests.sha256((run + "|" + id() + "|" + to).getBytes(UTF_8)).substring(0, TOKEN_DIGITS);
    }
}
