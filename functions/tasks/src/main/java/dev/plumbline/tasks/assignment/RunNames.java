package dev.plumbline.tasks.assignment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Digests;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a run gives to what it makes. Each is a function of run and stack alone: whoever repeats a step,
 * however late, gives the same name and so finds what is there already.
 *
 * @param run id of the run
 */
public record RunNames(String run) {

    private static final int DIGEST_DIGITS = 40;
    private static final int RUN_DIGITS = 12;
    private static final int STACK_DIGITS = 16;
    private static final int EXECUTION_NAME_LENGTH = 80;
    private static final Pattern CHANGE_SET = Pattern.compile("plumbline-([0-9a-f]{40})-[0-9a-f]{12}");

    /** Checks that nothing is missing. */
    public RunNames {
        requireNonNull(run, "run is null");
    }

    /**
     * Returns the name of a change set, which carries what it deploys: a stack tells its digest by the last that it
     * executed.
     */
    public String changeSet(String digest) {
        return "plumbline-" + digest.substring(0, DIGEST_DIGITS) + "-" + hash();
    }

    /**
     * Returns the name of a change set that is only looked at. The role that makes it may make and throw away change
     * sets of no other name.
     */
    public String preview(String digest) {
        return "plumbline-preview-" + digest.substring(0, DIGEST_DIGITS) + previewEnding();
    }

    /** Returns what the names of all change sets that this plan looks at end with. */
    public String previewEnding() {
        return "-" + hash();
    }

    /**
     * Whether what is deployed is what a digest stands for.
     *
     * @param deployed the digest of what is deployed, or its first forty digits where a change set's name told it
     */
    public static boolean same(String deployed, String digest) {
        return deployed.length() >= DIGEST_DIGITS && digest.startsWith(deployed);
    }

    /**
     * Returns the first forty digits of the digest that a change set of ours carries, or nothing for anybody else's.
     */
    public static Optional<String> digestIn(String changeSetName) {
        Matcher matcher = CHANGE_SET.matcher(changeSetName);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Returns the client token under which a run changes a stack; it stands on all events of the change. */
    public String token(StackKey stack) {
        return "plumbline-" + hash() + "-" + digits(stack.toString(), STACK_DIGITS);
    }

    /**
     * Returns the client token under which a run clears the way for a change: deletes what failed, or goes on rolling
     * back.
     */
    public String clearingToken(StackKey stack) {
        return token(stack) + "-clear";
    }

    /**
     * Returns the name of the change set, and the token of the change, that lifts a stack's protection from deletion.
     */
    public String lifting(StackKey stack) {
        return token(stack) + "-lift";
    }

    /** Returns the name of the execution that works on a target. */
    public String execution(int wave, TargetKey target) {
        String name = run + "-" + wave + "-" + target.account() + "-" + target.region();
        return name.length() <= EXECUTION_NAME_LENGTH
                ? name
                : hash() + "-" + wave + "-" + target.account() + "-" + target.region();
    }

    private String hash() {
        return digits(run, RUN_DIGITS);
    }

    private static String digits(String text, int count) {
        return Digests.sha256(text.getBytes(UTF_8)).substring(0, count);
    }
}
