package dev.plumbline.accounts.changes;

import static dev.plumbline.accounts.changes.ChangesForTests.added;
import static dev.plumbline.accounts.changes.ChangesForTests.modified;
import static dev.plumbline.accounts.changes.ChangesForTests.property;
import static dev.plumbline.accounts.changes.ChangesForTests.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.changes.Danger.Kind;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Replacement;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DangerTest {

    /** What lets somebody in without a type of IAM: each passed unasked before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS::SSO::Assignment",
                "AWS::EKS::AccessEntry",
                "AWS::EKS::PodIdentityAssociation",
                "AWS::S3::BucketPolicy",
                "AWS::SQS::QueuePolicy",
                "AWS::SNS::TopicPolicy",
                "AWS::ECR::RegistryPolicy",
                "AWS::SecretsManager::ResourcePolicy",
                "AWS::Lambda::Permission",
                "AWS::Lambda::Url",
                "AWS::RolesAnywhere::TrustAnchor",
                "AWS::RAM::ResourceShare",
                "AWS::Events::EventBusPolicy",
                "AWS::IAM::Role",
                "AWS::KMS::Key"
            })
    void of_typeThatGivesAccess_changesAccess(String type) {
        assertThat(kind(added("New", type))).hasValue(Kind.CHANGES_ACCESS);
        assertThat(kind(modified("Old", type, Replacement.FALSE))).hasValue(Kind.CHANGES_ACCESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"RepositoryPolicyText", "FileSystemPolicy", "ResourcePolicy", "AccessPolicies", "PolicyDocument"
            })
    void of_propertyThatIsAPolicy_changesAccess(String property) {
        assertThat(kind(modified("Any", "AWS::Any::Thing", Replacement.FALSE, property(property, "Never"))))
                .hasValue(Kind.CHANGES_ACCESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"CidrIp\":\"0.0.0.0/0\"}]",
                "[{\"CidrIpv6\":\"::/0\"}]",
                "",
                "{{changeSet:KNOWN_AFTER_APPLY}}"
            })
    void of_ruleThatMayLetTheWorldIn_changesAccess(String rules) {
        assertThat(kind(group(rules))).hasValue(Kind.CHANGES_ACCESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"CidrIp\":\"10.0.0.0/8\"}]",
                "[]",
                "[{\"CidrIp\":\"110.0.0.0/0\"}]",
                "[{\"CidrIpv6\":\"fd00::/08\"}]"
            })
    void of_ruleThatLetsSomeIn_isHarmless(String rules) {
        assertThat(kind(group(rules))).isEmpty();
    }

    private static Change group(String rules) {
        return modified(
                "Group",
                "AWS::EC2::SecurityGroup",
                Replacement.FALSE,
                new Change.Detail(
                        "Properties", "/Properties/SecurityGroupIngress", "Never", "", "", "[]", rules, false));
    }

    @Test
    void of_removal_isDangerous() {
        assertThat(kind(removed("Vpc", "AWS::EC2::VPC"))).hasValue(Kind.REMOVES);
    }

    @Test
    void of_certainReplacement_isDangerousAndNamesTheProperty() {
        Change change = modified(
                "Vpc", "AWS::EC2::VPC", Replacement.TRUE, property("CidrBlock", "Always"), property("Tags", "Never"));
        assertThat(Danger.of(change, Set.of()).map(Danger::toString))
                .hasValue("replaces Vpc (AWS::EC2::VPC) because of CidrBlock");
    }

    @Test
    void of_conditionalReplacement_mayReplace() {
        Change change =
                modified("Vpc", "AWS::EC2::VPC", Replacement.CONDITIONAL, property("InstanceTenancy", "Conditionally"));
        assertThat(kind(change)).hasValue(Kind.MAY_REPLACE);
    }

    @Test
    void of_conditionalReplacementWithoutDetails_mayReplace() {
        assertThat(kind(modified("Vpc", "AWS::EC2::VPC", Replacement.CONDITIONAL)))
                .hasValue(Kind.MAY_REPLACE);
    }

    @Test
    void of_conditionalReplacementThatNoPropertyCauses_isHarmless() {
        Change change = modified("Vpc", "AWS::EC2::VPC", Replacement.CONDITIONAL, property("Tags", "Never"));
        assertThat(kind(change)).isEmpty();
    }

    @Test
    void of_changeWhereDataIsHeld_isDangerous() {
        Change change = modified("Database", "AWS::RDS::DBInstance", Replacement.FALSE, property("Port", "Never"));
        assertThat(Danger.of(change, Set.of("Database")).map(Danger::kind)).hasValue(Kind.TOUCHES_DATA);
    }

    @Test
    void of_additionOfWhatHoldsData_isHarmless() {
        assertThat(Danger.of(added("Database", "AWS::RDS::DBInstance"), Set.of("Database")))
                .isEmpty();
    }

    @Test
    void of_anythingOnAccess_isDangerous() {
        assertThat(kind(added("Role", "AWS::IAM::Role"))).hasValue(Kind.CHANGES_ACCESS);
        assertThat(kind(modified("Key", "AWS::KMS::Key", Replacement.FALSE))).hasValue(Kind.CHANGES_ACCESS);
    }

    @Test
    void of_ordinaryChange_isHarmless() {
        assertThat(kind(modified(
                        "Logs", "AWS::Logs::LogGroup", Replacement.FALSE, property("RetentionInDays", "Never"))))
                .isEmpty();
        assertThat(kind(added("Subnet", "AWS::EC2::Subnet"))).isEmpty();
    }

    private static Optional<Kind> kind(Change change) {
        return Danger.of(change, Set.of()).map(Danger::kind);
    }
}
