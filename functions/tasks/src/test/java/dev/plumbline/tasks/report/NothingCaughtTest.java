package dev.plumbline.tasks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.report.ReportInput.Report;
import org.junit.jupiter.api.Test;

/** A machine that caught nothing says {@code "failure": null}, and that is no failure. */
class NothingCaughtTest {

    private static Report bound(String failure) throws Exception {
        return (Report) new Binder().bind(new ObjectMapper().readTree("""
                {"task": "Report", "run": "push-1-0", "execution": "arn:aws:states:1", "input": {},
                 "startedAt": "2026-11-24T00:00:00Z", "outcome": "verified", "reason": "", "failure": %s,
                 "scheduled": "", "unscheduled": null}
                """.formatted(failure)), ReportInput.class);
    }

    @Test
    void bind_failureIsNull_nothingWasCaught() throws Exception {
        assertThat(bound("null").failureOrNull()).isNull();
    }

    @Test
    void bind_failureIsThere_isKept() throws Exception {
        assertThat(bound("{\"Error\": \"States.Timeout\"}").failureOrNull()).isNotNull();
    }
}
