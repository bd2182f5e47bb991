package dev.plumbline.tasks.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.RoleStatements;
import dev.plumbline.tasks.remediate.SweepTask;
import java.io.IOException;
import java.util.EnumSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The role may do what the playbooks declare, and nothing else. */
class RemediatePolicyTest {

    @Test
    void role_always_allowsWhatThePlaybooksDeclareAndNothingElse() throws IOException {
        EnumSet<Operation> declared = EnumSet.of(Operation.DESCRIBE_STACK_RESOURCES, Operation.LIST_STACK_RESOURCES);
        new Playbooks().all().forEach(playbook -> declared.addAll(playbook.operations()));
        declared.addAll(SweepTask.OPERATIONS);

        RoleStatements.allowExactly("RemediatePolicyTest", "Playbooks", declared);
    }

    @TestFactory
    Stream<DynamicTest> session_ofEachPlaybook_allowsWhatItDeclaresAndFitsIntoARequest() {
        return new Playbooks()
                .all().stream().map(playbook -> DynamicTest.dynamicTest(playbook.name(), () -> assertReach(playbook)));
    }

    @Test
    void session_ofTheSweep_changesNothing() {
        assertThat(Reach.of(SweepTask.OPERATIONS))
                .contains("\"config:GetComplianceDetailsByConfigRule\"", "\"guardduty:GetFindings\"")
                .doesNotContain("*\"]", "Put", "Update", "Create", "Delete");
    }

    private static void assertReach(Playbook playbook) throws IOException {
        String policy = Reach.of(playbook);
        JsonNode statement =
                new ObjectMapper().readTree(policy).path("Statement").path(0);
        TreeSet<String> allowed = new TreeSet<>();
        statement.path("Action").forEach(action -> allowed.add(action.asText()));
        TreeSet<String> declared = playbook.operations().stream()
                .map(Operation::permission)
                .collect(Collectors.toCollection(TreeSet::new));
        declared.add("cloudformation:DescribeStackResources");
        declared.add("cloudformation:ListStackResources");

        assertThat(allowed).containsAll(declared);
        allowed.removeAll(declared);
        assertThat(allowed).isSubsetOf("iam:PassRole", "iam:CreateServiceLinkedRole", "iam:GetRole");
        assertThat(policy).hasSizeLessThan(2048);
    }
}
