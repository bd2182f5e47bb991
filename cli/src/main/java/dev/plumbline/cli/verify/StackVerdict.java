package dev.plumbline.cli.verify;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import java.util.List;

/**
 * What was found of one stack.
 *
 * @param environment the environment that it belongs to
 * @param stack the stack
 * @param healthy whether every check holds
 * @param reason why it is not, or why it could not be looked at; empty where it is healthy
 * @param findings what each check found
 */
public record StackVerdict(String environment, StackKey stack, boolean healthy, String reason, List<Finding> findings) {

    /** Copies and checks that nothing is missing. */
    public StackVerdict {
        requireNonNull(environment, "environment is null");
        requireNonNull(stack, "stack is null");
        requireNonNull(reason, "reason is null");
        findings = List.copyOf(findings);
    }

    /** How many checks hold. */
    public long holding() {
        return findings.stream().filter(Finding::ok).count();
    }
}
