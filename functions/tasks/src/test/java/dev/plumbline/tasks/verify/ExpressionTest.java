package dev.plumbline.tasks.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Invalid;
import dev.plumbline.json.Json;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private final Expression expression =
            new Expression(new TreeMap<>(Map.of("Size", "2")), new TreeMap<>(Map.of("Id", "vpc-1")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Names                        | ["a","b"]
            Names[0] & $outputs.Id       | "avpc-1"
            $count(Names)                | 2
            $number($parameters.Size)    | 2
            1 / 4                        | 0.25
            {"all": Names, "no": Empty}  | {"all":["a","b"],"no":null}
            Open                         | true
            """)
    void evaluate_valueOfEachKind_isItsTree(String text, String expected) throws JacksonException {
        assertThat(Json.text(expression.evaluate(text, properties()))).isEqualTo(expected);
    }

    @Test
    void evaluate_propertyThatIsNotThere_isMissing() throws JacksonException {
        assertThat(expression.evaluate("Nothing", properties()).isMissingNode()).isTrue();
    }

    @Test
    void evaluate_expressionThatYieldsAFunction_isInvalid() throws JacksonException {
        JsonNode properties = properties();

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> expression.evaluate("$sum", properties))
                .withMessageContaining("'$sum'")
                .withMessageContaining("yields a function");
    }

    @Test
    void evaluate_expressionThatCannotBeRead_isInvalid() throws JacksonException {
        JsonNode properties = properties();

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> expression.evaluate("Names[", properties))
                .withMessageContaining("'Names['");
    }

    @Test
    void holds_somethingElseThanTrue_doesNot() throws JacksonException {
        assertThat(expression.holds("Open", properties())).isTrue();
        assertThat(expression.holds("Names", properties())).isFalse();
    }

    private static JsonNode properties() throws JacksonException {
        return Json.read("{\"Names\":[\"a\",\"b\"],\"Open\":true,\"Empty\":null}");
    }
}
