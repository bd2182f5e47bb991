package dev.plumbline.tasks.wave;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.workflows.Workflows;

/**
 * The state machine that works on targets.
 *
 * @param arn its ARN
 */
public record TargetMachine(String arn) {

    /** Checks that there is an ARN. */
    public TargetMachine {
        requireNonNull(arn, "arn is null");
    }

    /** Returns the one beside the machine that starts it. */
    public static TargetMachine beside(String reconcileArn) {
        return new TargetMachine(reconcileArn + "-target");
    }

    /** Returns the ARN of its execution of a name. */
    public String execution(String name) {
        return Workflows.executionArn(arn, name);
    }
}
