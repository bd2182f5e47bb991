package dev.plumbline.tasks.rules;

import static dev.plumbline.accounts.changes.ChangesForTests.added;
import static dev.plumbline.accounts.changes.ChangesForTests.modified;
import static dev.plumbline.accounts.changes.ChangesForTests.removed;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.stack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.changes.ChangeCounts;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Replacement;
import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.tasks.PlansForTests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DecisionTest {

    private static final List<Change> HARMLESS = List.of(added("Subnet", "AWS::EC2::Subnet"));
    private static final List<Change> DANGEROUS =
            List.of(removed("Vpc", "AWS::EC2::VPC"), modified("Data", "AWS::S3::Bucket", Replacement.FALSE));

    @Test
    void on_harmlessChange_isAllowed() {
        assertThat(decide(Approvals.DESTRUCTIVE, HARMLESS, false)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void on_dangerousChange_asksAndSaysExactlyWhatAndWhich() {
        assertThat(decide(Approvals.DESTRUCTIVE, DANGEROUS, false))
                .isInstanceOfSatisfying(
                        Decision.Asks.class,
                        asks -> assertThat(asks.reason())
                                .contains("removes Vpc (AWS::EC2::VPC)")
                                .contains("Data (AWS::S3::Bucket)")
                                .contains("approvals: destructive")
                                .contains("environments/dev.yaml:7:3"));
    }

    @Test
    void on_dangerousChangeWhereNothingAsks_isAllowed() {
        assertThat(decide(Approvals.NEVER, DANGEROUS, false)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void on_releaseOfAnApplication_isAllowedAndRemovingItAsks() {
        Change release = modified("Application", "Custom::Manifests", Replacement.CONDITIONAL);

        assertThat(decide(Approvals.DESTRUCTIVE, List.of(release), false)).isInstanceOf(Decision.Allowed.class);
        assertThat(decide(Approvals.DESTRUCTIVE, List.of(removed("Application", "Custom::Manifests")), false))
                .isInstanceOf(Decision.Asks.class);
    }

    @Test
    void on_firstCreationFromABuiltInBlueprint_isAllowedWhateverItMakes() {
        List<Change> roles = List.of(added("Role", "AWS::IAM::Role"));
        assertThat(decide(Approvals.DESTRUCTIVE, roles, true)).isInstanceOf(Decision.Allowed.class);
        assertThat(decide(Approvals.DESTRUCTIVE, roles, false)).isInstanceOf(Decision.Asks.class);
    }

    /** Threat model: {@code arrive-with-access}. */
    @Test
    void on_firstCreationFromAnOwnBlueprintThatGivesAccess_asks() {
        StackPlan own = PlansForTests.own(stack(DEV, "evil", Approvals.DESTRUCTIVE));
        Change code = added("Code", "AWS::Lambda::Function");

        assertThat(Decision.on(own, List.of(added("Role", "AWS::IAM::Role"), code), true))
                .isInstanceOfSatisfying(
                        Decision.Asks.class,
                        asks -> assertThat(asks.reason())
                                .contains("access that is given by Role (AWS::IAM::Role)")
                                .doesNotContain("Code"));
        assertThat(Decision.on(own, List.of(code), true)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void on_firstCreationWhereEverythingAsks_asks() {
        assertThat(decide(Approvals.ALWAYS, HARMLESS, true)).isInstanceOf(Decision.Asks.class);
    }

    @Test
    void on_patchOfWhatHoldsData_isAllowedUnlessSomethingElseChanges() {
        StackPlan patch =
                stack(DEV, "network", Approvals.DESTRUCTIVE).patched(new TreeMap<>(Map.of("EngineVersion", "17.7")));

        assertThat(Decision.on(patch, List.of(caused("EngineVersion")), false)).isInstanceOf(Decision.Allowed.class);
        assertThat(Decision.on(patch, List.of(caused("InstanceClass")), false)).isInstanceOf(Decision.Asks.class);
    }

    private static Change caused(String parameter) {
        Change change = modified("Data", "AWS::S3::Bucket", Replacement.FALSE);
        Change.Detail detail = new Change.Detail(
                "Properties", "/Properties/X", "Never", "ParameterReference", parameter, "", "", false);
        Change.Detail itself =
                new Change.Detail("Properties", "/Properties/X", "Never", "DirectModification", "", "", "", true);
        return new Change(
                change.action(),
                change.logicalId(),
                change.physicalId(),
                change.type(),
                change.replacement(),
                change.policyAction(),
                change.scope(),
                List.of(itself, detail));
    }

    @Test
    void counts_ofChanges_areTold() {
        assertThat(ChangeCounts.of(DANGEROUS)).hasToString("~1 -1");
        assertThat(ChangeCounts.of(List.of())).hasToString("");
        assertThat(ChangeCounts.of(List.of(modified("A", "T", Replacement.CONDITIONAL)))
                        .replaced())
                .isEqualTo(1);
    }

    private static Decision decide(Approvals approvals, List<Change> changes, boolean creating) {
        return Decision.on(stack(DEV, "network", approvals), changes, creating);
    }
}
