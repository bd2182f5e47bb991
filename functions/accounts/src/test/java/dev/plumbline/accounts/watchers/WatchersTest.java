package dev.plumbline.accounts.watchers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an account has already, and what AWS therefore refuses. */
class WatchersTest {

    private static final String RECORDER = "AWS::Config::ConfigurationRecorder";
    private static final String CHANNEL = "AWS::Config::DeliveryChannel";
    private static final String NONE =
            "{\"ConfigurationRecorders\":[],\"DeliveryChannels\":[],\"trailList\":[],\"analyzers\":[]}";

    /** PutConfigurationRecorder and PutDeliveryChannel of the API reference: one for each account and region. */
    @Test
    void inTheWayOf_recorderWithItsChannel_areToldAsOneThing() {
        Watchers account = account(Map.of(
                "DescribeConfigurationRecorders", "{\"ConfigurationRecorders\":[{\"name\":\"mine\"}]}",
                "DescribeDeliveryChannels", "{\"DeliveryChannels\":[{\"name\":\"default\"}]}"));
        Set<String> both = Set.of(RECORDER, CHANNEL);

        InTheWay found = inTheWay(account, RECORDER, both).orElseThrow();

        assertThat(found.name()).isEqualTo("mine");
        assertThat(found.removal())
                .isEqualTo("aws configservice delete-configuration-recorder --configuration-recorder-name mine"
                        + " && aws configservice delete-delivery-channel --delivery-channel-name default");
        assertThat(inTheWay(account, CHANNEL, both)).isEmpty();
        assertThat(inTheWay(account, CHANNEL, Set.of(CHANNEL)).orElseThrow().name())
                .isEqualTo("default");
    }

    @Test
    void inTheWayOf_channelThatARemovedRecorderLeft_isTold() {
        Watchers account =
                account(Map.of("DescribeDeliveryChannels", "{\"DeliveryChannels\":[{\"name\":\"default\"}]}"));

        assertThat(inTheWay(account, RECORDER, Set.of(RECORDER, CHANNEL))).isEmpty();
        assertThat(inTheWay(account, CHANNEL, Set.of(RECORDER, CHANNEL))).isPresent();
    }

    /** TrailAlreadyExistsException of CreateTrail; "Trails per Region: 5" of the user guide's quotas. */
    @ParameterizedTest
    @CsvSource({"audit, audit", "other, ''", "a b c d audit, audit", "a b c d e, a"})
    void inTheWayOf_trail_isOneOfThatNameOrFiveOfAny(String there, String inTheWay) {
        StringBuilder list = new StringBuilder();
        for (String name : there.split(" ", -1)) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"Name\":\"")
                    .append(name)
                    .append("\"}");
        }
        Watchers account = account(Map.of("DescribeTrails", "{\"trailList\":[" + list + "]}"));

        Optional<InTheWay> found = account.inTheWayOf(
                "AWS::CloudTrail::Trail", JsonNodeFactory.instance.objectNode().put("TrailName", "audit"), Set.of());

        assertThat(found.map(InTheWay::name).orElse("")).isEqualTo(inTheWay);
    }

    /** The user guide's quotas: one analyzer of external access; of other types only a name can be taken. */
    @ParameterizedTest
    @CsvSource({"ACCOUNT, mine, true", "ACCOUNT_UNUSED_ACCESS, mine, false", "ACCOUNT_UNUSED_ACCESS, account, true"})
    void inTheWayOf_analyzer_isOneOfExternalAccessOrOneOfThatName(String type, String there, boolean inTheWay) {
        Watchers account = account(Map.of("GET /analyzer", "{\"analyzers\":[{\"name\":\"" + there + "\"}]}"));

        Optional<InTheWay> found = account.inTheWayOf(
                "AWS::AccessAnalyzer::Analyzer",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("AnalyzerName", "account")
                        .put("Type", type),
                Set.of());

        assertThat(found.isPresent()).isEqualTo(inTheWay);
    }

    @Test
    void inTheWayOf_anythingElse_asksNothing() {
        StubAws aws = new StubAws(request -> {
            throw new AssertionError(request.action());
        });

        assertThat(inTheWay(Watchers.in(aws.hub()), "AWS::EC2::VPC", Set.of())).isEmpty();
        assertThat(Watchers.knows("AWS::EC2::VPC")).isFalse();
    }

    private static Optional<InTheWay> inTheWay(Watchers account, String type, Set<String> together) {
        return account.inTheWayOf(type, JsonNodeFactory.instance.objectNode(), together);
    }

    private static Watchers account(Map<String, String> answers) {
        return Watchers.in(new StubAws(request -> StubAnswer.ok(answers.getOrDefault(request.action(), NONE))).hub());
    }
}
