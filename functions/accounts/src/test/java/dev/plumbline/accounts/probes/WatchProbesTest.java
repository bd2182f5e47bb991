package dev.plumbline.accounts.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an account is watched: its trail, its recorder, its rules. */
class WatchProbesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"IsLogging":true}                                        | true  | it records and delivers
            {"IsLogging":true,"LatestDeliveryError":"AccessDenied"}   | false | it fails: AccessDenied
            {"IsLogging":false}                                       | false | it does not record
            """)
    void trailDelivering_statusOfTheTrail_isTold(String answer, boolean passed, String seen) {
        ProbeResult result = look("trail-delivering", "TrailName", "audit", answer);

        assertThat(result).isEqualTo(new ProbeResult(passed, "audit", "it records and delivers", seen));
    }

    @Test
    void trailDelivering_withoutATrail_asksNothing() {
        StubAws aws = new StubAws(request -> {
            throw new AssertionError(request.action());
        });

        assertThat(look(aws, "trail-delivering", "TrailName", "").passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"name":"default","recording":true,"lastStatus":"Success"}]                              | true  | it records
            [{"name":"default","recording":true,"lastStatus":"FAILURE","lastErrorMessage":"no way"}]  | false | it fails: no way
            [{"name":"default","recording":false}]                                                    | false | it does not record
            []                                                                                        | false | there is no such recorder
            """)
    void recorderRecording_statusOfTheRecorder_isTold(String answer, boolean passed, String seen) {
        ProbeResult result = look(
                "recorder-recording", "RecorderName", "default", "{\"ConfigurationRecordersStatus\":" + answer + "}");

        assertThat(result).isEqualTo(new ProbeResult(passed, "default", "it records", seen));
    }

    @Test
    void rulesInPlace_onTwoPages_namesThoseThatAreNotActive() {
        StubAws aws = new StubAws(
                request -> StubAnswer.ok(
                        request.json().has("NextToken")
                                ? "{\"ConfigRules\":[{\"ConfigRuleName\":\"b\",\"ConfigRuleState\":\"DELETING\"}]}"
                                : "{\"ConfigRules\":[{\"ConfigRuleName\":\"a\",\"ConfigRuleState\":\"ACTIVE\"}],\"NextToken\":\"2\"}"));

        assertThat(look(aws, "rules-in-place", "RuleNames", "a,b"))
                .isEqualTo(new ProbeResult(false, "b", "2 rules are active", "not active: b"));
        assertThat(look(aws, "rules-in-place", "RuleNames", "a").passed()).isTrue();
    }

    private static ProbeResult look(String probe, String argument, String value, String answer) {
        return look(new StubAws(request -> StubAnswer.ok(answer)), probe, argument, value);
    }

    private static ProbeResult look(StubAws aws, String probe, String argument, String value) {
        return new Probes().look(probe, Map.of(argument, TextNode.valueOf(value)), aws.hub());
    }
}
