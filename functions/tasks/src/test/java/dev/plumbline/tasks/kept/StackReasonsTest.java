package dev.plumbline.tasks.kept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stacks.StackFailure;
import dev.plumbline.estate.forecast.HiddenValues;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.failure.Stalled;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of CloudFormation's reasons, which cite values. */
class StackReasonsTest {

    private static final String REASON = "Value 'canary' at 'masterUserPassword' failed to satisfy constraint";
    private static final HiddenValues SECRETIVE = template("""
            Parameters: { Password: { Type: String, NoEcho: true } }
            Resources:
              Database: { Type: AWS::RDS::DBInstance, Properties: { MasterUserPassword: !Ref Password } }
              Address: { Type: AWS::EC2::EIP }
            """);
    private static final HiddenValues PLAIN = template("Resources: { Database: { Type: AWS::RDS::DBInstance } }");

    private static HiddenValues template(String text) {
        return HiddenValues.of("template.yaml", text.getBytes(UTF_8), Map.of());
    }

    private static StackFailure failure(String logicalId, String status) {
        return new StackFailure(logicalId, "AWS::RDS::DBInstance", status, REASON);
    }

    @Test
    void told_resourceThatHidesAValue_isNamedAndNotCited() {
        StackReasons reasons = new StackReasons("estate-data", PLAIN, SECRETIVE);

        assertThat(reasons.told(failure("Database", "CREATE_FAILED")))
                .contains("Database (AWS::RDS::DBInstance)", "describe-events --stack-name estate-data")
                .doesNotContain("canary");
    }

    @Test
    void told_resourceBesideIt_isCited() {
        assertThat(new StackReasons("estate-data", SECRETIVE).told(failure("Address", "CREATE_FAILED")))
                .contains(REASON);
        assertThat(new StackReasons("estate-data", SECRETIVE).told(failure("New", "CREATE_FAILED")))
                .contains(REASON);
    }

    /** What is found before anything is made is told of all resources at once. */
    @Test
    void told_severalResources_areNotCitedIfOneHidesAValue() {
        assertThat(new StackReasons("estate-data", SECRETIVE).told(failure("Address", "VALIDATION_FAILED")))
                .doesNotContain("canary");
        assertThat(new StackReasons("estate-data", PLAIN).told(failure("Database", "VALIDATION_FAILED")))
                .contains(REASON);
    }

    /** The database makes its own password unless it has replicas, as that of the blueprint rds-postgres does. */
    @Test
    void told_resourceThatWouldHideAValueInAnotherCase_isCited() {
        String text = """
                Parameters: { Replicas: { Type: Number, Default: 0 }, Stored: { Type: "AWS::SSM::Parameter::Value<String>" } }
                Conditions:
                  HasReplica: !Not [!Equals [!Ref Replicas, 0]]
                  IsStored: !Equals [!Ref Stored, "yes"]
                Resources:
                  Database:
                    Type: AWS::RDS::DBInstance
                    Properties: { MasterUserPassword: !If [%s, "{{resolve:secretsmanager:s}}", !Ref AWS::NoValue] }
                """;

        assertThat(decided(text.formatted("HasReplica"), "0").told(failure("Database", "CREATE_FAILED")))
                .contains(REASON);
        assertThat(decided(text.formatted("HasReplica"), "1").told(failure("Database", "CREATE_FAILED")))
                .doesNotContain("canary");
        assertThat(decided(text.formatted("IsStored"), "0").told(failure("Database", "CREATE_FAILED")))
                .as("what CloudFormation alone reads decides nothing here")
                .doesNotContain("canary");
    }

    private static StackReasons decided(String template, String replicas) {
        return new StackReasons(
                "estate-data",
                HiddenValues.decided(
                        "template.yaml",
                        template.getBytes(UTF_8),
                        Map.of("Replicas", replicas, "Stored", "/app/stored"),
                        new Place("aws", "111111111111", "eu-west-1", "estate-data")));
    }

    @Test
    void told_reasonOfNoResource_isCitedIfNothingIsHidden() {
        assertThat(new StackReasons("estate-data", PLAIN).told(REASON)).isEqualTo(REASON);
        assertThat(new StackReasons("estate-data", SECRETIVE).told(REASON)).doesNotContain("canary");
        assertThat(new StackReasons("estate-data", SECRETIVE).told("")).isEmpty();
        assertThat(new StackReasons("estate-data", HiddenValues.everything()).told(REASON))
                .doesNotContain("canary");
    }

    @Test
    void told_refusal_isMadeAnew() {
        Stalled refusal = new Stalled(REASON);

        assertThat(new StackReasons("estate-data", PLAIN).told(refusal)).isSameAs(refusal);
        assertThat(new StackReasons("estate-data", SECRETIVE).told(refusal))
                .hasNoCause()
                .hasMessageNotContaining("canary");
    }
}
