package dev.plumbline.tasks.verify;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.drift.DriftAnswer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What reconcile-target, and a person, asks of the function plumbline-verify. */
public sealed interface VerifyInput {

    /** What a look outside of any run is counted and named as. */
    String BY_HAND = "verify";

    /** Returns the account id. */
    String account();

    /** Returns the region. */
    String region();

    /** Returns what the asking execution is to do, or null where a person asks. */
    @Nullable
    Assignment targetOrNull();

    /** Returns where to look. */
    default TargetKey key() {
        return new TargetKey(account(), region());
    }

    /** Returns the run, or nothing where a person asks. */
    default Optional<String> run() {
        return Optional.ofNullable(targetOrNull()).map(Assignment::run);
    }

    /**
     * Verify a stack.
     *
     * @param account account id
     * @param region region
     * @param stack the stack's name in the estate
     * @param targetOrNull what the asking execution is to do, or null where a person asks
     * @param attemptOrNull how often this was tried before; null where whoever asks wants to know now
     */
    record VerifyStack(
            String account,
            String region,
            String stack,
            @Nullable Assignment targetOrNull,
            @Nullable Integer attemptOrNull)
            implements VerifyInput {
        /** Checks that nothing is missing. */
        public VerifyStack {
            TargetKey.check(account, region);
            requireNonNull(stack, "stack is null");
        }

        /** Returns the stack. */
        StackKey stackKey() {
            return new StackKey(key(), stack);
        }
    }

    /**
     * Verify the settings of a target.
     *
     * @param account account id
     * @param region region
     * @param target what the asking execution is to do
     * @param attempt how often this was tried before
     */
    record VerifySettings(String account, String region, Assignment target, int attempt) implements VerifyInput {
        /** Checks that nothing is missing. */
        public VerifySettings {
            TargetKey.check(account, region);
            requireNonNull(target, "target is null");
        }

        @Override
        public Assignment targetOrNull() {
            return target;
        }
    }

    /**
     * Ask CloudFormation to look for drift in a target.
     *
     * @param account account id
     * @param region region
     * @param target what the asking execution is to do
     */
    record DetectDrift(String account, String region, Assignment target) implements VerifyInput {
        /** Checks that nothing is missing. */
        public DetectDrift {
            TargetKey.check(account, region);
            requireNonNull(target, "target is null");
        }

        @Override
        public Assignment targetOrNull() {
            return target;
        }
    }

    /**
     * Look what the detections of a target have found.
     *
     * @param account account id
     * @param region region
     * @param target what the asking execution is to do
     * @param pending the detections that had not ended when this was asked last
     * @param drifted the stacks in which drift was found before
     * @param failed the stacks that could not be looked at before
     */
    record ReadDrift(
            String account,
            String region,
            Assignment target,
            List<DriftAnswer.Pending> pending,
            List<String> drifted,
            List<String> failed)
            implements VerifyInput {
        /** Checks that nothing is missing and copies the lists. */
        public ReadDrift {
            TargetKey.check(account, region);
            requireNonNull(target, "target is null");
            pending = List.copyOf(pending);
            drifted = List.copyOf(drifted);
            failed = List.copyOf(failed);
        }

        @Override
        public Assignment targetOrNull() {
            return target;
        }
    }
}
