package dev.plumbline.accounts.changes;

import static dev.plumbline.accounts.changes.ChangesForTests.added;
import static dev.plumbline.accounts.changes.ChangesForTests.modified;
import static dev.plumbline.accounts.changes.ChangesForTests.property;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Detail;
import dev.plumbline.accounts.stacks.Change.Replacement;
import org.junit.jupiter.api.Test;

class ReplacementsTest {

    @Test
    void of_conditionalOnAPropertyThatIsOnlyGivenAtCreation_isCertain() {
        assertThat(conditional("AWS::EC2::VPC", property("CidrBlock", "Conditionally")))
                .isEqualTo(Replacement.TRUE);
        assertThat(conditional("AWS::EKS::Cluster", property("KubernetesNetworkConfig/IpFamily", "Conditionally")))
                .isEqualTo(Replacement.TRUE);
    }

    @Test
    void of_conditionalOnAPartOfAPropertyThatIsOnlyGivenAtCreation_isCertain() {
        assertThat(conditional("AWS::EKS::Cluster", property("EncryptionConfig/0/Provider", "Conditionally")))
                .isEqualTo(Replacement.TRUE);
    }

    @Test
    void of_conditionalOnAnotherProperty_staysOpen() {
        assertThat(conditional("AWS::EC2::Instance", property("InstanceType", "Conditionally")))
                .isEqualTo(Replacement.CONDITIONAL);
        assertThat(conditional("AWS::EC2::VPC", property("CidrBlockOfMine", "Conditionally")))
                .isEqualTo(Replacement.CONDITIONAL);
    }

    @Test
    void of_conditionalOnAValueThatIsNotKnownYet_staysOpen() {
        Detail dynamic =
                new Detail("Properties", "/Properties/SubnetId", "Always", "ResourceReference", "Subnet", "", "", true);
        assertThat(conditional("AWS::EC2::Instance", dynamic)).isEqualTo(Replacement.CONDITIONAL);
    }

    @Test
    void of_conditionalOfATypeThatNobodyKnows_staysOpen() {
        assertThat(conditional("Custom::Thing", property("Name", "Conditionally")))
                .isEqualTo(Replacement.CONDITIONAL);
        assertThat(Replacements.of(modified("Thing", "Custom::Thing", Replacement.CONDITIONAL)))
                .isEqualTo(Replacement.CONDITIONAL);
    }

    @Test
    void of_manifests_areNeverReplacedUnlessCloudFormationIsCertain() {
        assertThat(conditional("Custom::Manifests", property("Manifests", "Conditionally")))
                .isEqualTo(Replacement.FALSE);
        assertThat(Replacements.of(modified("Shop", "Custom::Manifests", Replacement.TRUE)))
                .isEqualTo(Replacement.TRUE);
    }

    @Test
    void of_whatCloudFormationIsCertainOf_isBelieved() {
        Change change = modified("Vpc", "AWS::EC2::VPC", Replacement.FALSE, property("CidrBlock", "Conditionally"));
        assertThat(Replacements.of(change)).isEqualTo(Replacement.FALSE);
        assertThat(Replacements.of(modified("Vpc", "AWS::EC2::VPC", Replacement.TRUE)))
                .isEqualTo(Replacement.TRUE);
    }

    @Test
    void of_addition_isNone() {
        assertThat(Replacements.of(added("Vpc", "AWS::EC2::VPC"))).isEqualTo(Replacement.FALSE);
    }

    private static Replacement conditional(String type, Detail detail) {
        return Replacements.of(modified("Resource", type, Replacement.CONDITIONAL, detail));
    }
}
