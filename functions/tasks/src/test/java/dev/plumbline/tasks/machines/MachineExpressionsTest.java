package dev.plumbline.tasks.machines;

import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The expressions of the machines over recorded inputs. Each case of {@code machine-cases.json} names a machine, a
 * state and one of its fields, what {@code $states} and the variables hold, and what the field becomes.
 */
class MachineExpressionsTest {

    static Stream<Named<JsonNode>> cases() {
        try (InputStream in = MachineExpressionsTest.class.getResourceAsStream("/machine-cases.json")) {
            JsonNode cases = Machine.JSON.readTree(in);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(each -> Named.of(each.path("says").asText(), each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void field_ofARecordedCase_becomesWhatIsExpected(JsonNode example) {
        JsonNode field = Machine.named(example.path("machine").asText())
                .state(example.path("state").asText())
                .at(example.path("field").asText());
        assertThat(field.isMissingNode()).as("no such field").isFalse();
        assertThat(evaluated(field, example)).isEqualTo(example.get("expect"));
    }

    private static JsonNode evaluated(JsonNode field, JsonNode example) {
        if (field.isObject()) {
            ObjectNode object = Machine.JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> entry : field.properties()) {
                object.set(entry.getKey(), evaluated(entry.getValue(), example));
            }
            return object;
        }
        String text = field.asText();
        if (!field.isTextual() || !text.startsWith("{%")) {
            return field;
        }
        Jsonata expression = Jsonata.jsonata(text.substring(2, text.length() - 2));
        Jsonata.Frame frame = expression.createFrame();
        frame.bind("states", Machine.JSON.convertValue(example.path("states"), Object.class));
        example.path("variables")
                .properties()
                .forEach(variable ->
                        frame.bind(variable.getKey(), Machine.JSON.convertValue(variable.getValue(), Object.class)));
        return Machine.JSON.valueToTree(expression.evaluate(null, frame));
    }
}
