package dev.plumbline.accounts.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestKindTest {

    private static final RequestKind KIND = new RequestKind(Purpose.CONTROL_PLANE, "DynamoDb", "GetItem");

    @Test
    void label_parsed_isTheSameKind() {
        assertThat(KIND.label()).isEqualTo("control-plane/DynamoDb/GetItem");
        assertThat(RequestKind.parse(KIND.label())).isEqualTo(KIND);
    }

    @Test
    void parse_somethingElse_refuses() {
        assertThatThrownBy(() -> RequestKind.parse("DynamoDb/GetItem")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plus_twoCounts_addsThemUp() {
        RequestKind other = new RequestKind(Purpose.POLL, "CloudFormation", "DescribeStacks");
        RequestCounts one = new RequestCounts(new TreeMap<>(Map.of(KIND, 2L)));
        RequestCounts two = new RequestCounts(new TreeMap<>(Map.of(KIND, 3L, other, 1L)));

        RequestCounts sum = one.plus(two);

        assertThat(sum.total()).isEqualTo(6);
        assertThat(sum.total(Purpose.CONTROL_PLANE)).isEqualTo(5);
        assertThat(sum.total(Purpose.VERIFICATION)).isZero();
    }
}
