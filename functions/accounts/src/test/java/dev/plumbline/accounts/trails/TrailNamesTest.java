package dev.plumbline.accounts.trails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrailNamesTest {

    private static final Session WHERE = new StubAws(request -> StubAnswer.ok("{}")).hub();

    @ParameterizedTest
    @CsvSource({
        "AWS::EC2::VPC, vpc-1, vpc-1",
        "AWS::KMS::Key, 1234-5678, 1234-5678 arn:aws:kms:R:A:key/1234-5678",
        "AWS::KMS::Alias, alias/dev-secrets, alias/dev-secrets arn:aws:kms:R:A:alias/dev-secrets",
        "AWS::IAM::Role, dev-flow-logs, dev-flow-logs arn:aws:iam::A:role/dev-flow-logs",
        "AWS::SNS::Topic, arn:aws:sns:eu-west-1:1:dev-alarms, arn:aws:sns:eu-west-1:1:dev-alarms dev-alarms",
        "AWS::IAM::ManagedPolicy, arn:aws:iam::1:policy/own-access, arn:aws:iam::1:policy/own-access own-access",
        "AWS::SecretsManager::RotationSchedule, arn:aws:secretsmanager:eu-west-1:1:secret:shop/key-AbCdEf,"
                + " arn:aws:secretsmanager:eu-west-1:1:secret:shop/key-AbCdEf shop/key",
        "AWS::EC2::NetworkAclEntry, acl-1|100|true, acl-1",
        "AWS::EC2::Route, rtb-1|0.0.0.0/0, rtb-1",
        "AWS::EC2::VPCGatewayAttachment, IGW|vpc-1, vpc-1",
        "AWS::EKS::Addon, dev|metrics-server, dev metrics-server",
        "AWS::EKS::Nodegroup, dev/default, dev/default default"
    })
    void of_eachKind_areThoseThatItsServiceGives(String type, String physicalId, String names) {
        String expected = names.replace(":R:", ":" + WHERE.region() + ":").replace(":A:", ":" + WHERE.account() + ":");

        assertThat(TrailNames.of(type, physicalId, WHERE)).isEqualTo(List.of(expected.split(" ")));
    }
}
