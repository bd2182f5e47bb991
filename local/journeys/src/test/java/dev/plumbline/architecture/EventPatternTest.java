package dev.plumbline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.Machine;

/** The patterns of the rules that findings go through, held against events by EventBridge's own matcher. */
class EventPatternTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Checkout.current().exampleEstate().resolve("../..");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aws.guardduty  | GuardDuty Finding                        | {"type":"Recon:EC2/Portscan"}                             | true
            aws.config     | Config Rules Compliance Change           | {"newEvaluationResult":{"complianceType":"NON_COMPLIANT"}} | true
            aws.config     | Config Rules Compliance Change           | {"newEvaluationResult":{"complianceType":"COMPLIANT"}}     | false
            aws.config     | Config Rules Compliance Change           | {"oldEvaluationResult":{"complianceType":"NON_COMPLIANT"}} | false
            aws.config     | Config Configuration Item Change         | {"newEvaluationResult":{"complianceType":"NON_COMPLIANT"}} | false
            mine.guardduty | GuardDuty Finding                        | {"type":"Recon:EC2/Portscan"}                             | false
            aws.guardduty  | GuardDuty Malware Protection Scan Result | {}                                                        | false
            """)
    void findings_events_passTheForwarderAndTheHubAlike(String source, String type, String detail, boolean passes)
            throws Exception {
        ObjectNode event = JSON.createObjectNode()
                .put("source", source)
                .put("detail-type", type)
                .put("account", "111111111111")
                .put("region", "eu-west-1");
        event.set("detail", JSON.readTree(detail));

        assertThat(passes(pattern("bootstrap/member-region.yaml", "ForwardRule"), event))
                .as("the account's rule")
                .isEqualTo(passes);
        assertThat(passes(pattern("template.yaml", "FindingsRule"), event))
                .as("the hub's rule")
                .isEqualTo(passes);
    }

    private static boolean passes(JsonNode pattern, JsonNode event) throws IOException {
        Machine machine = Machine.builder().build();
        machine.addRule("rule", pattern.toString());
        try {
            List<String> rules = machine.rulesForJSONEvent(event.toString());
            return !rules.isEmpty();
        } catch (Exception unreadable) {
            throw new IllegalArgumentException(event.toString(), unreadable);
        }
    }

    private static JsonNode pattern(String file, String rule) throws IOException {
        Node template = Documents.template(file, Files.readAllBytes(ROOT.resolve(file)), new Problems())
                .orElseThrow();
        for (String step : List.of("Resources", rule, "Properties", "EventPattern")) {
            template = ((Node.Entries) template).value(step).orElseThrow();
        }
        return json(template);
    }

    private static JsonNode json(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> TextNode.valueOf(scalar.text());
            case Node.Items items -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                items.all().forEach(item -> list.add(json(item)));
                yield list;
            }
            case Node.Entries entries -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                entries.all().forEach((key, entry) -> object.set(key, json(entry.value())));
                yield object;
            }
        };
    }
}
