package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What patch and patch-target ask of the function plumbline-patch. */
public sealed interface PatchInput {

    /**
     * Find out which targets have a window that is open, or are meant by a person.
     *
     * @param run id of the run
     * @param startedAt when the execution began, ISO 8601
     * @param input what it was started with
     */
    record Discover(String run, String startedAt, PatchWish input) implements PatchInput {
        /** Checks that nothing is missing. */
        public Discover {
            requireNonNull(run, "run is null");
            requireNonNull(startedAt, "startedAt is null");
            requireNonNull(input, "input is null");
        }
    }

    /**
     * Look at what can be patched in a target, and decide what of it may be now.
     *
     * @param target what the asking execution is to do
     */
    record LookTarget(PatchAssignment target) implements PatchInput {
        /** Checks that nothing is missing. */
        public LookTarget {
            requireNonNull(target, "target is null");
        }
    }

    /**
     * Take the target's lease.
     *
     * @param target what the asking execution is to do
     * @param execution ARN of the asking execution
     */
    record AcquireLease(PatchAssignment target, String execution) implements PatchInput {
        /** Checks that nothing is missing. */
        public AcquireLease {
            requireNonNull(target, "target is null");
            requireNonNull(execution, "execution is null");
        }
    }

    /**
     * Take the target's lease again, after its stack was reconciled.
     *
     * @param target what the asking execution is to do
     * @param execution ARN of the asking execution
     */
    record RetakeLease(PatchAssignment target, String execution) implements PatchInput {
        /** Checks that nothing is missing. */
        public RetakeLease {
            requireNonNull(target, "target is null");
            requireNonNull(execution, "execution is null");
        }
    }

    /**
     * Give the lease back for a while, so that the stack can be reconciled.
     *
     * @param target what the asking execution is to do
     * @param execution ARN of the asking execution
     */
    record YieldLease(PatchAssignment target, String execution) implements PatchInput {
        /** Checks that nothing is missing. */
        public YieldLease {
            requireNonNull(target, "target is null");
            requireNonNull(execution, "execution is null");
        }
    }

    /**
     * Decide whether a step may still begin.
     *
     * @param target what the asking execution is to do
     * @param step the step
     * @param lookedAt when the target was looked at, milliseconds since 1970
     * @param broken the stacks of which a step went wrong
     */
    record Gate(PatchAssignment target, PatchStep step, long lookedAt, List<String> broken) implements PatchInput {
        /** Copies the names and checks that nothing is missing. */
        public Gate {
            requireNonNull(target, "target is null");
            requireNonNull(step, "step is null");
            broken = List.copyOf(broken);
        }
    }

    /**
     * Prepare a step, and begin it unless it is applied through its stack.
     *
     * @param target what the asking execution is to do
     * @param step the step
     */
    record Apply(PatchAssignment target, PatchStep step) implements PatchInput {
        /** Checks that nothing is missing. */
        public Apply {
            requireNonNull(target, "target is null");
            requireNonNull(step, "step is null");
        }
    }

    /**
     * Look whether a step has taken effect.
     *
     * @param target what the asking execution is to do
     * @param step the step
     */
    record Await(PatchAssignment target, PatchStep step) implements PatchInput {
        /** Checks that nothing is missing. */
        public Await {
            requireNonNull(target, "target is null");
            requireNonNull(step, "step is null");
        }
    }

    /**
     * Write how a step ended.
     *
     * @param target what the asking execution is to do
     * @param step the step
     * @param outcome {@code done}, {@code deferred}, {@code skipped} or {@code failed}
     * @param reason why, for people; often empty
     * @param failureOrNull what the machine caught, or null
     */
    record RecordStep(
            PatchAssignment target,
            PatchStep step,
            String outcome,
            String reason,
            @Nullable JsonNode failureOrNull) implements PatchInput {
        /** Checks that nothing is missing. */
        public RecordStep {
            requireNonNull(target, "target is null");
            requireNonNull(step, "step is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Write how the target ended, and let its lease go.
     *
     * @param target what the asking execution is to do
     * @param execution ARN of the asking execution
     * @param applied how many steps were applied
     * @param broken the stacks of which a step went wrong
     * @param failureOrNull what the machine caught, or null
     */
    record CloseTarget(
            PatchAssignment target,
            String execution,
            int applied,
            List<String> broken,
            @Nullable JsonNode failureOrNull)
            implements PatchInput {
        /** Copies the names and checks that nothing is missing. */
        public CloseTarget {
            requireNonNull(target, "target is null");
            requireNonNull(execution, "execution is null");
            broken = List.copyOf(broken);
        }
    }

    /**
     * Find out how the targets of a wave ended, and for how long it bakes.
     *
     * @param run id of the run
     * @param key where the wave's targets are listed
     */
    record CloseWave(String run, String key) implements PatchInput {
        /** Checks that nothing is missing. */
        public CloseWave {
            requireNonNull(run, "run is null");
            requireNonNull(key, "key is null");
        }
    }

    /**
     * Write how the run ended, and tell people.
     *
     * @param run id of the run
     * @param input what it was started with
     * @param outcome {@code patched}, {@code nothing} or {@code failed}
     * @param reason why, for people; often empty
     * @param failureOrNull what the machine caught, or null
     */
    record Report(
            String run,
            PatchWish input,
            String outcome,
            String reason,
            @Nullable JsonNode failureOrNull) implements PatchInput {
        /** Checks that nothing is missing. */
        public Report {
            requireNonNull(run, "run is null");
            requireNonNull(input, "input is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
        }
    }
}
