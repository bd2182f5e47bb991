package dev.plumbline.tasks.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The reader against the schema that EventBridge's registry publishes of the event
 * ({@code aws.guardduty@GuardDutyFinding}), as an npm package carries it; the gate {@code event-schema} compares the
 * file with the package. The package holds no sample events, so they are made here from the schema: every field, of its
 * type.
 */
class GuardDutySchemaTest {

    /** What the published schema does not tell: Config tells it, or the guide's newer text does (databases). */
    private static final Set<Fact> ELSEWHERE = EnumSet.of(
            Fact.ACCOUNT,
            Fact.ACCESS_POINT,
            Fact.TRAIL,
            Fact.DATABASE,
            Fact.DATABASE_ID,
            Fact.USER_ID,
            Fact.ROLE,
            Fact.RESOURCE);

    /** Fields of the schema whose text has a form. */
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("accountId", "111111111111"),
            Map.entry("region", "eu-west-1"),
            Map.entry("type", "UnauthorizedAccess:EC2/SSHBruteForce"),
            Map.entry("id", "16afba5c5c43e07c9e3e5e2e544e95df"),
            Map.entry("eventLastSeen", "2026-11-24T11:58:00.125Z"),
            Map.entry("instanceId", "i-0123456789abcdef0"),
            Map.entry("vpcId", "vpc-0123456789abcdef0"),
            Map.entry("subnetId", "subnet-0123456789abcdef0"),
            Map.entry("groupId", "sg-0123456789abcdef0"),
            Map.entry("ipAddressV4", "198.51.100.7"),
            Map.entry("accessKeyId", "AKIAABCDEFGHIJKLMNOP"),
            Map.entry("userType", "IAMUser"),
            Map.entry("connectionDirection", "INBOUND"),
            Map.entry("resourceRole", "TARGET"));

    private final JsonNode schema = read();

    @Test
    void read_everyFieldOfTheSchema_findsEachFactWhereItIsPublished() {
        Finding finding = found((ObjectNode) made(schema));

        assertThat(finding.facts().keySet()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)));
        assertThat(finding.fact(Fact.BUCKET)).contains("some-text");
        assertThat(finding.fact(Fact.CLUSTER)).contains("some-text");
        assertThat(finding.seenAt()).isEqualTo("2026-11-24T11:58:00.125Z");
        assertThat(finding.severity().word()).isEqualTo("medium");
    }

    /**
     * Each field that the schema does not require may be missing; each that it has may be null, as GuardDuty writes.
     */
    @Test
    void read_anyOptionalFieldMissingOrNull_isStillAFinding() {
        ObjectNode whole = (ObjectNode) made(schema);
        List<String> optional = new ArrayList<>();
        optional(schema, "", optional);

        assertThat(optional).contains("/resource/instanceDetails", "/service/action/portProbeAction");
        for (String path : optional) {
            int last = path.lastIndexOf('/');
            for (boolean missing : new boolean[] {true, false}) {
                ObjectNode event = whole.deepCopy();
                ObjectNode parent = (ObjectNode) event.at(path.substring(0, last));
                if (missing) {
                    parent.remove(path.substring(last + 1));
                } else {
                    parent.putNull(path.substring(last + 1));
                }

                assertThat(found(event).type()).as(path).isEqualTo("UnauthorizedAccess:EC2/SSHBruteForce");
            }
        }
    }

    @Test
    void read_textOfAnyFieldThatIsHostile_neverBecomesAFact() {
        String hostile = "$(reboot);\u001b[2J<script>";
        ObjectNode event = (ObjectNode) made(schema);
        replaceTexts(event.get("resource"), hostile);
        replaceTexts(event.at("/service/action"), hostile);

        assertThat(found(event).facts().keySet()).containsExactlyInAnyOrder(Fact.PORT, Fact.PART);
    }

    private static Finding found(ObjectNode detail) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("source", "aws.guardduty")
                .put("account", "111111111111")
                .put("region", "eu-west-1")
                .put("time", "2026-11-24T11:59:00Z");
        event.set("detail", detail);
        return ((Incoming.Found) Incoming.read(event)).finding();
    }

    private JsonNode made(JsonNode type) {
        return made(type, "");
    }

    private JsonNode made(JsonNode type, String field) {
        JsonNode kind = resolved(type);
        return switch (kind.path("type").asText()) {
            case "object" -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                kind.path("properties")
                        .properties()
                        .forEach(each -> object.set(each.getKey(), made(each.getValue(), each.getKey())));
                yield object;
            }
            case "array" -> JsonNodeFactory.instance.arrayNode().add(made(kind.path("items"), field));
            case "string" -> JsonNodeFactory.instance.textNode(TEXTS.getOrDefault(field, "some-text"));
            case "number" -> JsonNodeFactory.instance.numberNode(5);
            case "boolean" -> JsonNodeFactory.instance.booleanNode(false);
            default -> JsonNodeFactory.instance.nullNode();
        };
    }

    private void optional(JsonNode type, String path, List<String> found) {
        JsonNode kind = resolved(type);
        if (kind.path("type").asText().equals("array")) {
            optional(kind.path("items"), path + "/0", found);
        }
        kind.path("properties").properties().forEach(each -> {
            String field = path + "/" + each.getKey();
            boolean required = kind.path("required")
                    .valueStream()
                    .anyMatch(name -> name.asText().equals(each.getKey()));
            if (!required) {
                found.add(field);
            }
            optional(each.getValue(), field, found);
        });
    }

    private JsonNode resolved(JsonNode type) {
        String reference = type.path("$ref").asText();
        return reference.isEmpty() ? type : schema.at(reference.substring(1));
    }

    private static void replaceTexts(JsonNode node, String text) {
        switch (node) {
            case ObjectNode object ->
                object.properties().forEach(each -> {
                    if (each.getValue().isTextual()) {
                        each.setValue(JsonNodeFactory.instance.textNode(text));
                    }
                    replaceTexts(each.getValue(), text);
                });
            case ArrayNode array -> array.forEach(each -> replaceTexts(each, text));
            default -> {
                // Nothing that can hold a text.
            }
        }
    }

    private static JsonNode read() {
        try (InputStream in = GuardDutySchemaTest.class.getResourceAsStream("/guardduty-finding.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
