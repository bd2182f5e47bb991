package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.drift.DriftEntry.Kind;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Action;
import dev.plumbline.accounts.stacks.Change.Replacement;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.tasks.PlansForTests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftDecisionTest {

    @Test
    void on_everythingMayBeReverted_reverts() {
        assertThat(decide(Drift.REVERT, Map.of(), List.of(entry("Vpc")), List.of(changed("Vpc"))))
                .isInstanceOf(DriftDecision.Revert.class);
    }

    @Test
    void on_accessThatWasReviewed_revertsWithoutAsking() {
        Change role = change(Action.MODIFY, "Role", "AWS::IAM::Role", Replacement.FALSE, true);

        assertThat(decide(Drift.REVERT, Map.of(), List.of(entry("Role")), List.of(role)))
                .isInstanceOf(DriftDecision.Revert.class);
    }

    @Test
    void on_detectionAndChangeSetThatShareNothing_isNoDrift() {
        Change other = change(Action.MODIFY, "Subnet", "AWS::EC2::Subnet", Replacement.FALSE, true);

        assertThat(decide(Drift.REVERT, Map.of(), List.of(entry("Vpc")), List.of(other)))
                .isInstanceOf(DriftDecision.Unconfirmed.class);
    }

    @Test
    void on_changeThatIsNoDrift_confirmsNothing() {
        Change follows = change(Action.MODIFY, "Vpc", "AWS::EC2::VPC", Replacement.FALSE, false);

        assertThat(decide(Drift.REVERT, Map.of(), List.of(entry("Vpc")), List.of(follows)))
                .isInstanceOf(DriftDecision.Unconfirmed.class);
    }

    @ParameterizedTest
    @CsvSource({"ASK, Ask", "REPORT, Report", "REVERT, Revert"})
    void on_policy_isWhatItSays(Drift policy, String decision) {
        assertThat(decide(policy, Map.of(), List.of(entry("Vpc")), List.of(changed("Vpc")))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource({"REPORT", "IGNORE", "ASK"})
    void on_revertThatWouldRevertSomethingElseToo_asksAndSaysWhat(Drift other) {
        DriftDecision decision = decide(
                Drift.REVERT,
                Map.of("Topic", other),
                List.of(entry("Vpc")),
                List.of(changed("Vpc"), change(Action.MODIFY, "Topic", "AWS::SNS::Topic", Replacement.FALSE, true)));

        assertThat(reason(decision)).contains("the policy of Topic is " + other.word());
    }

    @ParameterizedTest
    @CsvSource({"REVERT", "ASK", "REPORT"})
    void on_deletedDatabase_asksWhateverThePolicy(Drift policy) {
        Change again = change(Action.ADD, "Data", "AWS::RDS::DBInstance", Replacement.FALSE, true);

        assertThat(reason(decide(policy, Map.of(), List.of(entry("Data")), List.of(again))))
                .contains("Data (AWS::RDS::DBInstance) held data and would be made again empty");
    }

    @Test
    void on_databaseThatMightBeReplaced_asks() {
        Change perhaps = change(Action.MODIFY, "Data", "AWS::RDS::DBInstance", Replacement.CONDITIONAL, false);

        assertThat(reason(decide(Drift.REVERT, Map.of(), List.of(entry("Vpc")), List.of(changed("Vpc"), perhaps))))
                .contains("Data (AWS::RDS::DBInstance) holds data and would, or might, be replaced");
    }

    @Test
    void on_databaseThatRefersToAKeyThatStaysTheSame_reverts() {
        Change key = change(Action.MODIFY, "Key", "AWS::KMS::Key", Replacement.FALSE, true);
        Change.Detail detail = new Change.Detail(
                "Properties", "/Properties/KmsKeyId", "Always", "ResourceAttribute", "Key.Arn", "", "", true);
        Change follows = new Change(
                Action.MODIFY,
                "Data",
                "",
                "AWS::RDS::DBInstance",
                Replacement.CONDITIONAL,
                "",
                new TreeSet<>(),
                List.of(detail),
                false);

        assertThat(decide(Drift.REVERT, Map.of(), List.of(entry("Key")), List.of(key, follows)))
                .isInstanceOf(DriftDecision.Revert.class);
        assertThat(decide(
                        Drift.REVERT,
                        Map.of(),
                        List.of(entry("Key")),
                        List.of(change(Action.ADD, "Key", "AWS::KMS::Key", Replacement.FALSE, true), follows)))
                .isInstanceOf(DriftDecision.Ask.class);
    }

    @Test
    void on_databaseWhosePropertyWasChanged_reverts() {
        Change property = change(Action.MODIFY, "Data", "AWS::RDS::DBInstance", Replacement.FALSE, true);

        assertThat(decide(Drift.REVERT, Map.of(), List.of(entry("Data")), List.of(property)))
                .isInstanceOf(DriftDecision.Revert.class);
    }

    @Test
    void on_removal_asks() {
        Change removal = change(Action.REMOVE, "Old", "AWS::EC2::Subnet", Replacement.FALSE, false);

        assertThat(reason(decide(Drift.REVERT, Map.of(), List.of(entry("Vpc")), List.of(changed("Vpc"), removal))))
                .contains("it would remove Old (AWS::EC2::Subnet)");
    }

    @Test
    void on_whatAPersonWants_reverts() {
        Change again = change(Action.ADD, "Data", "AWS::RDS::DBInstance", Replacement.FALSE, true);

        assertThat(DriftDecision.on(stack(Drift.ASK, Map.of()), List.of(entry("Data")), List.of(again), true))
                .isInstanceOf(DriftDecision.Revert.class);
    }

    private static DriftDecision decide(
            Drift policy, Map<String, Drift> resources, List<DriftEntry> found, List<Change> changes) {
        return DriftDecision.on(stack(policy, resources), found, changes, false);
    }

    private static String reason(DriftDecision decision) {
        assertThat(decision).isInstanceOf(DriftDecision.Ask.class);
        return ((DriftDecision.Ask) decision).why();
    }

    private static StackPlan stack(Drift policy, Map<String, Drift> resources) {
        return PlansForTests.with(
                PlansForTests.stack(DEV, "network"), new DriftPolicy(policy, new TreeMap<>(resources)));
    }

    private static DriftEntry entry(String resource) {
        return new DriftEntry(resource, "id-1", "AWS::EC2::VPC", Kind.CHANGED, "/EnableDnsHostnames", "true", "false");
    }

    private static Change changed(String id) {
        return change(Action.MODIFY, id, "AWS::EC2::VPC", Replacement.FALSE, true);
    }

    private static Change change(Action action, String id, String type, Replacement replacement, boolean drifted) {
        return new Change(action, id, "", type, replacement, "", new TreeSet<>(), List.of(), drifted);
    }
}
