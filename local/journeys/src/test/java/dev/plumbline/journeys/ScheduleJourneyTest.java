package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.cli.local.Delivery;
import dev.plumbline.cli.local.LocalAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

        // To look less often softens a rule, which a person has allowed.
        assertThat(run.outcome().good()).as(run.toString()).isTrue();
        assertThat(run.served().of("CreateChangeSet")).isZero();
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

    @Test
    void commit_thatFailedInStage_reachesProdByNoSchedule() {
        int before = journey.deployedRetention(PROD, "prod");
        journey.faults(Map.of(
                "resources",
                List.of(Map.of("stack", "estate-broken", "logicalId", "Journal", "message", "the quota is used up"))));
        Ended failed = journey.push(journey.baseline()
                .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .addStack("stage", Blueprints.journal("broken", 7))
                .addStack("prod", Blueprints.journal("later", 7)));
        journey.disturb(PROD, "network", "FlowLogGroup", Drifts.SHORTER);

        Ended run = journey.scheduled("prod");

        assertThat(failed.outcome()).as(failed.toString()).isEqualTo(Outcome.FAILED);
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.deployedRetention(PROD, "prod")).isEqualTo(before);
        assertThat(journey.target(PROD).stacks()).doesNotContainKey("later");
    }

    @Test
    void schedule_whileAPushWaitsForAnApproval_takesNeitherStackNorSettingBack() {
        journey.push(archived("first"));
        Delivery pushed = journey.send(archived("second")
                .replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 30")
                .replaceInRoot("ebs-encryption-by-default: true", "ebs-encryption-by-default: false"));
        Question question = journey.asked(pushed, "archive");

        Ended run = journey.scheduledMeanwhile("dev");

        assertThat(run.outcome().good()).as(run.toString()).isTrue();
        assertThat(journey.deployedRetention()).isEqualTo(30);
        assertThat(Ec2.in(journey.administrator(DEV)).ebsEncryptionByDefault()).isFalse();
        journey.command("approve", question.run(), question.place(), "--reason", "the second it is");
        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private LiveTree archived(String name) {
        return journey.baseline()
                .write("blueprints/archive.yaml", Blueprints.ARCHIVE)
                .addStack("dev", Blueprints.archive("archive", name, ""));
    }

    @Test
    void head_whoseWebhookNeverCame_isCaughtUpWithOnce() {
        String commit = journey.commitUnheard(
                journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 14"));
        int runs = journey.recentRuns();

        journey.catchUp();
        journey.catchUp();

        assertThat(journey.deployedRetention()).isEqualTo(14);
        assertThat(journey.recentRuns()).isEqualTo(runs + 1);
        assertThat(journey.ledger()
                        .heads()
                        .read(journey.organization().output("Branch"))
                        .commit())
                .isEqualTo(commit);
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
