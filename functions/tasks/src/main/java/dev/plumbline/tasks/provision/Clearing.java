package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.stacks.ChangeSetRequest;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.StackFailure;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.StackKey;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.kept.StackReasons;
import java.util.Optional;

/** Brings a stack, whatever state somebody left it in, to where a change set can be made for it. */
final class Clearing {

    private static final String ROLLED_BACK_CREATION = "ROLLBACK_COMPLETE";

    private final Stacks stacks;
    private final StackKey key;
    private final String token;

    /**
     * Creates it for one stack.
     *
     * @param token the client token of what is done to clear the way; the same for run and stack, so that it is done
     *     once
     */
    Clearing(Stacks stacks, StackKey key, String token) {
        this.stacks = requireNonNull(stacks, "stacks is null");
        this.key = requireNonNull(key, "key is null");
        this.token = requireNonNull(token, "token is null");
    }

    /**
     * Returns the kind of change set that the stack takes.
     *
     * @throws Waiting where it takes none yet
     * @throws Stalled where a person must act first
     */
    ChangeSetRequest.Kind clear(Stack stack) {
        return switch (stack.state()) {
            case MISSING, REVIEW -> ChangeSetRequest.Kind.CREATE;
            case READY -> ChangeSetRequest.Kind.UPDATE;
            case IN_PROGRESS -> throw new Waiting("Somebody is at work on stack " + key + ": " + stack.status());
            case CREATE_FAILED -> throw deleted(stack);
            case UPDATE_FAILED -> throw rolledBack(stack);
            case ROLLBACK_FAILED -> throw continued(stack);
            case DELETE_FAILED ->
                throw new Stalled(
                        "Stack " + key + " is in DELETE_FAILED: "
                                + reasons(stack).told(stack.reason())
                                + ". Remove what its events name, then delete it or retain those resources; run again afterwards.");
        };
    }

    /** Removes a stack that has never held anything but change sets; leaves any other alone. */
    void removeShell(Stack stack) {
        if (stack.state() == StackState.REVIEW) {
            stacks.delete(stack.name(), executionRole(), token);
        }
    }

    /**
     * Only a creation that was rolled back whole is deleted: no resource of it was ever in use, and none is left. Any
     * other failed creation may still hold resources.
     */
    private RuntimeException deleted(Stack stack) {
        if (!stack.status().equals(ROLLED_BACK_CREATION)) {
            return new Stalled("Stack " + key + " is in " + stack.status() + " and may still hold resources: "
                    + reasons(stack).told(stack.reason()) + ". Look at its events, delete it, then run again.");
        }
        stacks.delete(stack.name(), executionRole(), token);
        return new Waiting("Stack " + key + " was never created and is being deleted, to be created again");
    }

    private RuntimeException rolledBack(Stack stack) {
        stacks.rollBack(stack.name(), executionRole(), token);
        return new Waiting("Stack " + key + " was left half-way and is being rolled back");
    }

    /** Its events tell whether this run has tried before. */
    private RuntimeException continued(Stack stack) {
        Optional<StackFailure> before = stacks.firstFailure(stack.name(), token);
        if (before.isPresent()) {
            return new Stalled("The rollback of stack " + key + " failed again, at "
                    + reasons(stack).told(before.get())
                    + ". Put that right, or continue the rollback without that resource"
                    + " (aws cloudformation continue-update-rollback --resources-to-skip); run again afterwards.");
        }
        stacks.continueRollback(stack.name(), executionRole(), token);
        return new Waiting("The rollback of stack " + key + " is being continued");
    }

    private StackReasons reasons(Stack stack) {
        return StackReasons.ofDeployed(stacks, stack);
    }

    private String executionRole() {
        return Role.executionRoleArn(key.target().account(), key.target().region());
    }
}
