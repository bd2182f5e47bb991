package dev.plumbline.tasks.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.failure.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigEventTest {

    private final ObjectNode event = JsonNodeFactory.instance
            .objectNode()
            .put("source", "aws.config")
            .put("account", "111111111111")
            .put("region", "eu-west-1")
            .put("time", "2026-11-24T11:59:00Z");
    private final ObjectNode detail = event.putObject("detail")
            .put("awsAccountId", "111111111111")
            .put("configRuleName", "restricted-ssh")
            .put("resourceType", "AWS::EC2::SecurityGroup")
            .put("resourceId", "sg-0123456789abcdef0");

    ConfigEventTest() {
        detail.putObject("newEvaluationResult").put("complianceType", "NON_COMPLIANT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restricted-ssh",
                "securityhub-restricted-ssh-0a1b2c3d",
                "restricted-ssh-conformance-pack-k3mqz7xab",
                "OrgConfigRule-restricted-ssh-q8w2e4r6"
            })
    void read_ruleUnderWhateverNameItWasMade_isTheManagedRule(String name) {
        detail.put("configRuleName", name);

        assertThat(found().type()).isEqualTo("restricted-ssh");
        assertThat(found().title()).contains(name);
    }

    @Test
    void read_resourceThatKeepsTheRule_isNothingToDo() {
        detail.putObject("newEvaluationResult").put("complianceType", "COMPLIANT");

        assertThat(Incoming.read(event)).isInstanceOf(Incoming.Nothing.class);
    }

    @Test
    void read_verdict_wasSeenWhenTheResourceWasRecordedAndNotWhenTheEventCame() {
        assertThat(found().seenAt()).isEqualTo("2026-11-24T11:59:00.999Z");

        ObjectNode result = event.withObject("/detail/newEvaluationResult");
        result.put("configRuleInvokedTime", "2026-11-24T11:57:30.250Z");
        assertThat(found().seenAt()).isEqualTo("2026-11-24T11:57:30.250Z");

        result.putObject("evaluationResultIdentifier").put("orderingTimestamp", "2026-11-24T11:57:00.125Z");
        assertThat(found().seenAt()).isEqualTo("2026-11-24T11:57:00.125Z");
    }

    @Test
    void read_detailOfAnotherAccount_isOfAnother() {
        detail.put("awsAccountId", "222222222222");

        assertThat(Incoming.read(event))
                .isInstanceOfSatisfying(
                        Incoming.OfAnother.class,
                        other -> assertThat(other.account()).isEqualTo("222222222222"));
    }

    @Test
    void read_idThatIsNoId_isNoFactAndStillAFinding() {
        detail.put("resourceId", "sg-1; rm -rf /");

        assertThat(found().facts()).isEmpty();
    }

    @Test
    void read_ruleNameThatIsNone_isInvalid() {
        detail.put("configRuleName", "<script>");

        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> Incoming.read(event));
    }

    private Finding found() {
        return ((Incoming.Found) Incoming.read(event)).finding();
    }
}
