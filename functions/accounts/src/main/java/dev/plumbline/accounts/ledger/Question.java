package dev.plumbline.accounts.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Digests;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.TargetPlan;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person is asked whether exactly these changes may be made to a stack by a run. Other changes are another question.
 *
 * @param run the run that asks
 * @param stack the stack
 * @param digest digest of the changes, whatever order CloudFormation tells them in
 * @param environment the environment that the stack belongs to
 * @param ref the branch
 * @param commit the commit that wants the changes; once the branch's head is another, the question is void
 * @param text what is asked, for people
 * @param changes how much would change, in a few words
 * @param askedAt when it was asked
 * @param expiresAt until when it may be answered
 * @param standing whether its run reconciles the target at the commit that stands there, and not at the head
 * @param drift digest of the drift that it is about; empty where it is about another change
 * @param answerOrNull what came of it, or null
 * @param taskTokenOrNull the token of the task that waits for the answer, or null
 */
public record Question(
        String run,
        StackKey stack,
        String digest,
        String environment,
        String ref,
        String commit,
        String text,
        String changes,
        Instant askedAt,
        Instant expiresAt,
        boolean standing,
        String drift,
        @Nullable Answer answerOrNull,
        @Nullable String taskTokenOrNull) {

    private static final int DIGITS_TOLD = 12;

    /** Checks that nothing is missing. */
    public Question {
        requireNonNull(run, "run is null");
        requireNonNull(stack, "stack is null");
        requireNonNull(digest, "digest is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(ref, "ref is null");
        requireNonNull(commit, "commit is null");
        requireNonNull(text, "text is null");
        requireNonNull(changes, "changes is null");
        requireNonNull(askedAt, "askedAt is null");
        requireNonNull(expiresAt, "expiresAt is null");
        requireNonNull(drift, "drift is null");
    }

    /** Returns what came of it, or nothing while it is open. */
    public Optional<Answer> answer() {
        return Optional.ofNullable(answerOrNull);
    }

    /** Whether a person has let exactly these changes happen. */
    public boolean approved() {
        return answer().filter(given -> given.kind() == Answer.Kind.APPROVED).isPresent();
    }

    /** Returns the token of the task that waits for the answer, or nothing while none does. */
    public Optional<String> taskToken() {
        return Optional.ofNullable(taskTokenOrNull);
    }

    /** Returns the beginning of the digest, as people are shown it. */
    public String changesId() {
        return digest.substring(0, Math.min(DIGITS_TOLD, digest.length()));
    }

    /** Returns how a person calls the stack: environment, region and name. */
    public String place() {
        return environment + "/" + stack.target().region() + "/" + name();
    }

    /**
     * Returns how a person calls the stack where its place is known; {@code settings} for those of the target,
     * {@code rules} for what a commit softens.
     */
    public String name() {
        return stack.stack().equals(TargetPlan.RULES) ? "rules" : DriftRecord.name(stack.stack());
    }

    /**
     * Returns what a person signs to answer: 64 hexadecimal digits, different for every other question, answer and
     * reason.
     */
    public String statement(Answer.Kind answer, String reason) {
        String text = String.join("\n", run, stack.toString(), digest, answer.label(), reason);
        return Digests.sha256(text.getBytes(UTF_8));
    }

    /** Returns the command that gives an answer. */
    public String command(String verb) {
        return "plumbline " + verb + " " + run + " " + place() + " --changes " + changesId() + " --reason \"...\"";
    }

    /** Never shows the task's token, which is as good as a key to the execution. */
    @Override
    public String toString() {
        return "Question[run=%s, stack=%s, changes=%s, answer=%s]".formatted(run, stack, changesId(), answerOrNull);
    }
}
