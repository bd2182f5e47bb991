package dev.plumbline.accounts.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a change set tells of a resource that is to be made ({@code AfterContext} of DescribeChangeSet). */
class AccessTest {

    @Test
    void given_repositoryWithAPolicy_isNamed() {
        assertThat(Access.given("AWS::ECR::Repository", """
                        {"Properties": {"RepositoryName": "shop", "RepositoryPolicyText": {"Statement": []}}}""")).containsExactly("RepositoryPolicyText");
    }

    @Test
    void given_repositoryWithoutAPolicy_isNothing() {
        assertThat(Access.given("AWS::ECR::Repository", "{\"Properties\": {\"RepositoryName\": \"shop\"}}"))
                .isEmpty();
    }

    @Test
    void given_ruleForTheWorld_isNamed() {
        assertThat(Access.given("AWS::EC2::SecurityGroupIngress", """
                        {"Properties": {"CidrIp": "0.0.0.0/0", "FromPort": "22"}}""")).containsExactly("CidrIp");
    }

    @Test
    void given_ruleOfAGroupThatIsNotTold_isTakenForOpen() {
        assertThat(Access.given("AWS::EC2::SecurityGroupIngress", "")).containsExactly("CidrIp", "CidrIpv6");
    }

    @Test
    void given_contextThatIsCut_isTakenForAccess() {
        assertThat(Access.given("AWS::Any::Thing", "{\"Properties\": {\"Pol")).isNotEmpty();
    }
}
