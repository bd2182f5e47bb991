package dev.plumbline.tasks.binding;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.approve.ApproveInput;
import dev.plumbline.tasks.plan.PlanInput;
import dev.plumbline.tasks.report.ReportInput;
import dev.plumbline.tasks.verify.VerifyInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that people may call: what they are asked is refused in words before anything is done with it. */
class InputsTest {

    private final Binder binder = new Binder();

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "11111111111x", "1111111111111"})
    void bind_accountThatIsNone_stalls(String account) {
        String place = ",\"account\":\"" + account + "\",\"region\":\"eu-west-1\",\"stack\":\"network\"}";

        refuses("{\"task\":\"VerifyStack\"" + place, VerifyInput.class);
        refuses("{\"task\":\"LookAtStack\"" + place, PlanInput.class);
        refuses(
                "{\"task\":\"Decide\",\"run\":\"r\",\"digest\":\"d\",\"answer\":\"approved\",\"reason\":\"\",\"proof\":{}"
                        + place,
                ApproveInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01T00:00:00Z"})
    void bind_timeThatIsNone_stalls(String time) {
        refuses(
                "{\"task\":\"Plan\",\"run\":\"r\",\"execution\":\"e\",\"attempt\":0,\"input\":{},\"startedAt\":\""
                        + time + "\"}",
                PlanInput.class);
        refuses(
                "{\"task\":\"Report\",\"run\":\"r\",\"execution\":\"e\",\"input\":{},\"outcome\":\"\",\"reason\":\"\","
                        + "\"scheduled\":\"\",\"startedAt\":\"" + time + "\"}",
                ReportInput.class);
    }

    private void refuses(String document, Class<?> inputs) {
        assertThatExceptionOfType(Stalled.class)
                .as(document)
                .isThrownBy(() -> binder.bind(binder.parse(document), inputs));
    }
}
