package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.estate.StackKey;
import dev.plumbline.tasks.assignment.Assignment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reconcile-target asks of the function plumbline-provision. */
public sealed interface ProvisionInput {

    /** Returns what the asking execution is to do. */
    Assignment target();

    /**
     * Take the target's lease.
     *
     * @param target what the execution is to do
     * @param execution ARN of the execution
     * @param onlyOrNull the stacks that are left to work on once people have answered, or null for all
     */
    record AcquireLease(
            Assignment target, String execution, @Nullable List<String> onlyOrNull) implements ProvisionInput {
        /** Checks that nothing is missing and copies the names. */
        public AcquireLease {
            requireNonNull(target, "target is null");
            requireNonNull(execution, "execution is null");
            onlyOrNull = onlyOrNull == null ? null : List.copyOf(onlyOrNull);
        }

        /** Whether a stack is to be worked on. */
        boolean wants(String stack) {
            return onlyOrNull == null || onlyOrNull.contains(stack);
        }
    }

    /**
     * Let the lease go while people are asked.
     *
     * @param target what the execution is to do
     * @param execution ARN of the execution
     */
    record YieldLease(Assignment target, String execution) implements ProvisionInput {
        /** Checks that nothing is missing. */
        public YieldLease {
            requireNonNull(target, "target is null");
            requireNonNull(execution, "execution is null");
        }
    }

    /**
     * Write that a stack waits for one whose change a person has to allow.
     *
     * @param target what the execution is to do
     * @param stack the stack's name
     * @param reason for what it waits
     */
    record HoldStack(Assignment target, String stack, String reason) implements ProvisionInput, OfStack {
        /** Checks that nothing is missing. */
        public HoldStack {
            requireNonNull(target, "target is null");
            requireNonNull(stack, "stack is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Make the change set of a stack, and decide on it.
     *
     * @param target what the execution is to do
     * @param stack the stack's name
     * @param attempt how often this was tried before
     * @param since when the stack's turn came, ISO 8601
     */
    record CreateChangeSet(Assignment target, String stack, int attempt, String since)
            implements ProvisionInput, OfStack {
        /** Checks that nothing is missing. */
        public CreateChangeSet {
            requireNonNull(target, "target is null");
            requireNonNull(stack, "stack is null");
            requireNonNull(since, "since is null");
        }
    }

    /**
     * Execute a change set and wake the waiting state when the stack is done.
     *
     * @param target what the execution is to do
     * @param stack the stack's name
     * @param changeSet name of the change set
     * @param token token of the waiting state
     * @param attempt how often this was tried, or swept, before
     * @param sweeps how often the stack's event was waited for in vain
     */
    record Execute(Assignment target, String stack, String changeSet, String token, int attempt, int sweeps)
            implements ProvisionInput, OfStack {
        /** Checks that nothing is missing. */
        public Execute {
            requireNonNull(target, "target is null");
            requireNonNull(stack, "stack is null");
            requireNonNull(changeSet, "changeSet is null");
            requireNonNull(token, "token is null");
        }

        /** Never shows the token, which is as good as a key to the execution. */
        @Override
        public String toString() {
            return "Execute[stack=%s, changeSet=%s, attempt=%d]".formatted(key(), changeSet, attempt);
        }
    }

    /**
     * Read how the execution of a change set ended.
     *
     * @param target what the execution is to do
     * @param stack the stack's name
     * @param changeSet name of the change set
     */
    record Settle(Assignment target, String stack, String changeSet) implements ProvisionInput, OfStack {
        /** Checks that nothing is missing. */
        public Settle {
            requireNonNull(target, "target is null");
            requireNonNull(stack, "stack is null");
            requireNonNull(changeSet, "changeSet is null");
        }
    }

    /**
     * Write how a stack ended.
     *
     * @param target what the execution is to do
     * @param stack the stack's name
     * @param outcome label of an outcome
     * @param reason why, for people; often empty
     * @param lineOrNull what its line said before, or null where it has none yet
     * @param failureOrNull what a state of the machine caught, or null
     */
    record RecordStack(
            Assignment target,
            String stack,
            String outcome,
            String reason,
            @Nullable LineStart lineOrNull,
            @Nullable JsonNode failureOrNull)
            implements ProvisionInput, OfStack {
        /** Checks that nothing is missing. */
        public RecordStack {
            requireNonNull(target, "target is null");
            requireNonNull(stack, "stack is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Apply the target's settings.
     *
     * @param target what the execution is to do
     */
    record ApplySettings(Assignment target) implements ProvisionInput {
        /** Checks that nothing is missing. */
        public ApplySettings {
            requireNonNull(target, "target is null");
        }
    }

    /**
     * Write how the target ended, and let its lease go.
     *
     * @param target what the execution is to do
     * @param execution ARN of the execution
     * @param lease what came of the wish for the lease
     * @param failed the stacks, and perhaps {@code settings}, that are not as they should be
     * @param failureOrNull what a state of the machine caught, or null
     */
    record ReleaseLease(
            Assignment target,
            String execution,
            String lease,
            List<String> failed,
            @Nullable JsonNode failureOrNull) implements ProvisionInput {
        /** Checks that nothing is missing and copies the names. */
        public ReleaseLease {
            requireNonNull(target, "target is null");
            requireNonNull(execution, "execution is null");
            requireNonNull(lease, "lease is null");
            failed = List.copyOf(failed);
        }
    }

    /** What is asked about one stack. */
    sealed interface OfStack {

        /** Returns what the asking execution is to do. */
        Assignment target();

        /** Returns the stack's name in the estate. */
        String stack();

        /** Returns the stack. */
        default StackKey key() {
            return target().stack(stack());
        }

        /** Returns the token that stands on every event of the run's change of the stack. */
        default String requestToken() {
            return target().names().token(key());
        }
    }
}
