package dev.plumbline.tasks.provision;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.ChangeSetRequest;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import java.util.List;

/** Why a stack is changed, which says what its change set compares with and what is done once CloudFormation has it. */
sealed interface ChangeKind permits TemplateChange, DriftRevert {

    /** Returns what the stack's line calls it. */
    String action(StackState assumed);

    /** Returns the request for the change set of this kind. */
    ChangeSetRequest shaped(ChangeSetRequest plain);

    /** Decides about a change set that could be executed. */
    Prepared ready(List<Change> changes);

    /** Decides about a change set that would change nothing. */
    Prepared empty();

    /**
     * Decides about a change set that CloudFormation could not make.
     *
     * @param reason why, in CloudFormation's words
     */
    Prepared failed(String reason);
}
