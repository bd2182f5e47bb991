package dev.plumbline.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.cli.local.LocalAccount;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

/** Schedules are those that the live repository states, and start what they should. */
@ExtendWith(LocalDefault.class)
class ScheduleJourneyTest {

    private static final String GROUP = "plumbline";
    private static final String CATCH_UP = "  catch-up: rate(1 hour)\n";

    private final Journey journey;

    ScheduleJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @Test
    void schedules_ofTheExample_areSetWithTimeZoneAndJitter() {
        assertThat(names()).containsExactlyInAnyOrder("plumbline-reconcile", "plumbline-catch-up");
        GetScheduleResponse schedule =
                scheduler().getSchedule(request -> request.groupName(GROUP).name("plumbline-reconcile"));
        assertThat(schedule.scheduleExpressionTimezone()).isEqualTo("Europe/Berlin");
        assertThat(schedule.flexibleTimeWindow().maximumWindowInMinutes()).isEqualTo(30);
    }

    @Test
    void schedules_renamedAndRemoved_disappear() {
        Ended run = journey.push(journey.baseline()
                .replaceInRoot(CATCH_UP, "")
                .replaceInRoot(
                        "  reconcile: { expression: \"cron(0 5 * * ? *)\", time-zone: Europe/Berlin, jitter: 30 }",
                        "  reconcile: off")
                .replace("prod", "stacks:", "schedules: { reconcile: rate(12 hours) }\n\nstacks:"));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(names()).containsExactly("plumbline-reconcile-prod");
    }

    @Test
    void schedule_thatFires_startsARunThatLooks() {
        int fired = journey.organization().emulator().fire(LocalAccount.hub().id(), "eu-west-1", "plumbline-reconcile");
        journey.settle();

        assertThat(fired).isEqualTo(1);
        Run last = journey.ledger().runs().recent(Instant.now(), 1).getFirst();
        assertThat(last.trigger()).isEqualTo("schedule");
        assertThat(last.outcome()).contains(Outcome.UNCHANGED);
    }

    private List<String> names() {
        return scheduler().listSchedules(request -> request.groupName(GROUP)).schedules().stream()
                .map(ScheduleSummary::name)
                .toList();
    }

    private SchedulerClient scheduler() {
        return journey.administrator(LocalAccount.hub()).client(SchedulerClient.class, SchedulerClient::builder);
    }
}
