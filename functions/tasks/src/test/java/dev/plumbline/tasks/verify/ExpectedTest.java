package dev.plumbline.tasks.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedTest {

    private final Expected expected =
            new Expected(new Expression(new TreeMap<>(Map.of("Days", "14")), new TreeMap<>(Map.of("VpcId", "vpc-1"))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "VpcId = $outputs.VpcId | VpcId = vpc-1",
                "$string(RetentionInDays) = $string($exists($parameters.Days) ? $parameters.Days : RetentionInDays)"
                        + " | RetentionInDays = 14",
                "VpcId = 'vpc-2' and $string(Public) = 'false' | Public = false",
                "VpcId = $outputs.VpcId and $string(Public) = 'false' | VpcId = vpc-1 and Public = false",
                "VpcId in $split($outputs.VpcId, ',') | VpcId in $split($outputs.VpcId, ',')",
                "VpcId = 'a' or VpcId = 'b' and Public = false | VpcId = 'a' or VpcId = 'b' and Public = false",
                "Name = 'this and = that' | Name = this and = that",
                "($x := VpcId; $x = 'vpc-1') | ($x := VpcId; $x = 'vpc-1')",
            })
    void told_conditionThatDoesNotHold_isWhatWasWanted(String expression, String told) {
        ObjectNode live = JsonNodeFactory.instance
                .objectNode()
                .put("VpcId", "vpc-2")
                .put("Public", true)
                .put("RetentionInDays", 30);

        assertThat(expected.told(expression, live)).isEqualTo(told);
    }
}
