package dev.plumbline.tasks.report;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.MovementName;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.ProviderForTests;
import dev.plumbline.tasks.binding.Binder;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanTellingTaskTest {

    private static final String REF = Head.ofPullRequest("12");
    private static final String EXECUTION = "arn:aws:states:eu-west-1:555555555555:execution:plumbline-plan:plan-1";

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private ProviderForTests provider;
    private PlanTellingTask task;

    @BeforeEach
    void start() throws IOException {
        provider = new ProviderForTests();
        task = new PlanTellingTask(
                ledger,
                Bucket.in(hub.aws().hub(), "plumbline-bucket"),
                new Binder(),
                new PlanNotes(Optional::empty, provider.notes(), line -> {}));
        ledger.heads().claim(ledger.heads().read(REF), "d".repeat(40), "plan-before");
        ledger.heads().end(REF, "plan-before", true);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    /** The plan before holds the head, and has overtaken nobody. */
    @Test
    void tell_planThatDiedBeforeItsClaim_saysSoAndMakesWayForItsDelivery() {
        String plan = new MovementName("plan", "0".repeat(32), 1).text();

        ReportAnswer answer = task.tell(failed(plan));

        assertThat(answer.outcome()).isEqualTo("failed");
        assertThat(answer.reason()).contains("The token has expired.");
        assertThat(provider.states()).containsExactly("plumbline/plan error");
        Head head = ledger.heads().read(REF);
        assertThat(head.version()).isEqualTo(2);
        assertThat(head.run()).isEqualTo("plan-before");
        assertThat(head.deployed()).isTrue();
    }

    @Test
    void tell_planThatWasOvertaken_leavesTheWordToTheNewerOne() {
        ReportAnswer answer = task.tell(failed(new MovementName("plan", "0".repeat(32), 0).text()));

        assertThat(answer.outcome()).isEqualTo("overtaken");
        assertThat(provider.states()).isEmpty();
        assertThat(ledger.heads().read(REF).version()).isEqualTo(1);
    }

    private static ReportInput.TellPlan failed(String plan) {
        return new ReportInput.TellPlan(
                plan,
                EXECUTION,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("trigger", "pull-request")
                        .put("pullRequest", "12")
                        .put("base", HubForTests.BRANCH)
                        .put("after", COMMIT),
                "",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Error", "dev.plumbline.failure.Stalled")
                        .put(
                                "Cause",
                                "{\"errorMessage\":\"The token has expired.\",\"errorType\":\"dev.plumbline.failure.Stalled\"}"));
    }
}
