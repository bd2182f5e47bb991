package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.RoleStatements;
import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The role may do what the playbooks declare, and nothing else. */
class RemediatePolicyTest {

    @Test
    void role_always_allowsWhatThePlaybooksDeclareAndNothingElse() throws IOException {
        EnumSet<Operation> declared = EnumSet.of(Operation.DESCRIBE_STACK_RESOURCES);
        new Playbooks().all().forEach(playbook -> declared.addAll(playbook.operations()));

        RoleStatements.allowExactly("RemediatePolicyTest", "Playbooks", declared);
    }
}
