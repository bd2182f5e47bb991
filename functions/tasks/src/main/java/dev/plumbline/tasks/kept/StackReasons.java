package dev.plumbline.tasks.kept;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.StackFailure;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.forecast.HiddenValues;
import dev.plumbline.failure.Stalled;
import java.util.List;
import java.util.Optional;

/**
 * Why CloudFormation did not do something, as far as that may be told. Its reasons, and those of the services behind
 * it, cite values of properties and parameters ("Value 'x' at 'masterUserPassword' failed to satisfy constraint"), and
 * what is told goes to topics, commits and the history of executions. So the reason of a resource of which the template
 * hides anything is left in the account, and it is said how to read it there.
 */
public final class StackReasons {

    private final String stackName;
    private final List<HiddenValues> templates;

    /**
     * Creates it.
     *
     * @param stackName the stack
     * @param templates what the template hides that was to be deployed, and what the deployed one does
     */
    public StackReasons(String stackName, HiddenValues... templates) {
        this.stackName = requireNonNull(stackName, "stackName is null");
        this.templates = List.of(templates);
    }

    /** Returns the reasons of a stack of which only what is deployed is known. */
    public static StackReasons ofDeployed(Stacks stacks, Stack seen) {
        return new StackReasons(seen.name(), stacks.hidden(seen));
    }

    /**
     * Returns why the change that carried a token failed: for the first resource's own reason, else for the stack's,
     * else as its status tells.
     *
     * @param seen the stack after it
     */
    public String whyFailed(Stacks stacks, Stack seen, String token) {
        Optional<StackFailure> first = stacks.firstFailure(seen.name(), token);
        return first.map(this::told).orElseGet(() -> seen.reason().isEmpty() ? seen.status() : told(seen.reason()));
    }

    /** Returns which resource failed and why, in one line. What is found before anything is made names several. */
    public String told(StackFailure failure) {
        boolean several = failure.status().equals("VALIDATION_FAILED");
        boolean hides = templates.stream()
                .anyMatch(
                        template -> several ? template.hidesAnything() : template.hidesAnythingOf(failure.logicalId()));
        return hides ? failure.logicalId() + " (" + failure.type() + "): " + untold() : failure.told();
    }

    /** Returns a reason that says of no resource in particular. */
    public String told(String reason) {
        return !reason.isEmpty() && hidesAnything() ? untold() : reason;
    }

    /** Returns a refusal that cites no more than may be told; never the one that it was made of. */
    public Stalled told(Stalled refusal) {
        return hidesAnything() ? new Stalled("CloudFormation refuses the change: " + untold()) : refusal;
    }

    private boolean hidesAnything() {
        return templates.stream().anyMatch(HiddenValues::hidesAnything);
    }

    private String untold() {
        return "it says why, and that could show values that its template hides or takes from Systems Manager; read it in"
                + " the account: aws cloudformation describe-events --stack-name " + stackName;
    }
}
