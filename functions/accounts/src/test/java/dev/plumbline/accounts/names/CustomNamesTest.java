package dev.plumbline.accounts.names;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.forecast.FutureResource;
import dev.plumbline.estate.forecast.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomNamesTest {

    /** The primary identifier where a template gives it, or the property by which the service knows one. */
    @ParameterizedTest
    @CsvSource({
        "AWS::SecretsManager::Secret, Name",
        "AWS::S3::Bucket, BucketName",
        "AWS::RDS::DBInstance, DBInstanceIdentifier",
        "AWS::DynamoDB::Table, TableName",
        "AWS::Logs::LogGroup, LogGroupName",
        "AWS::IAM::Role, RoleName",
        "AWS::IAM::ManagedPolicy, ManagedPolicyName",
        "AWS::KMS::Alias, AliasName",
        "AWS::SNS::Topic, TopicName",
        "AWS::SQS::Queue, QueueName",
        "AWS::ECR::Repository, RepositoryName",
        "AWS::Route53::HostedZone, Name",
        "AWS::EC2::SecurityGroup, GroupName"
    })
    void properties_typeWithAName_areThose(String type, String property) {
        assertThat(CustomNames.properties(type)).containsExactly(property);
    }

    @Test
    void of_nameThatIsGiven_isThatName() {
        assertThat(name("AWS::Logs::LogGroup", "LogGroupName: !Sub \"/aws/eks/${Name}/cluster\""))
                .contains("/aws/eks/dev/cluster");
        assertThat(name("AWS::EKS::Addon", "ClusterName: dev\n      AddonName: vpc-cni"))
                .contains("dev|vpc-cni");
    }

    @Test
    void of_nameThatAwsMakes_isNone() {
        assertThat(name("AWS::Logs::LogGroup", "RetentionInDays: 7")).isEmpty();
        assertThat(name("AWS::KMS::Key", "Description: a key")).isEmpty();
    }

    @Test
    void of_nameThatNobodyKnowsYet_isNone() {
        assertThat(name("AWS::S3::Bucket", "BucketName: !Sub \"${Other.Id}-logs\""))
                .isEmpty();
        assertThat(name("AWS::S3::Bucket", "BucketName: !Ref Hidden")).isEmpty();
    }

    private static Optional<String> name(String type, String properties) {
        String template = """
                Parameters:
                  Name: { Type: String }
                  Hidden: { Type: String, NoEcho: true }
                Resources:
                  It:
                    Type: %s
                    Properties:
                      %s
                """.formatted(type, properties);
        List<FutureResource> future = Forecast.of(
                "template.yaml",
                template.getBytes(UTF_8),
                Map.of("Name", "dev", "Hidden", "h"),
                new Place("aws", "111111111111", "eu-west-1", "estate-it"));
        return CustomNames.of(type, future.getFirst().properties());
    }
}
