package dev.plumbline.tasks.observe;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.PROD;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.MovementName;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.StackEvent;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.ProviderForTests;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.report.Audience;
import dev.plumbline.tasks.report.CommitNotes;
import dev.plumbline.tasks.report.PlanNotes;
import dev.plumbline.tasks.report.RunNotices;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObserveTasksTest {

    private static final Instant NOW = HubForTests.NOW;

    /** When the events of these tests arrive. */
    private static final Instant LATER = NOW.plusSeconds(600);

    private static final StackKey NETWORK = new StackKey(DEV, "network");
    private static final TargetKey HUB = new TargetKey("555555555555", "eu-west-1");
    private static final String MACHINE = "arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-reconcile";
    private static final String EXECUTION =
            "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:push-1";

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Binder binder = new Binder();
    private final ObserveTasks tasks = tasks(ProviderForTests.none());

    private ObserveTasks tasks(CommitNotes commits) {
        return new ObserveTasks(
                ledger,
                hub.workflows(),
                new RunNotices(
                        ledger, hub.notices(), commits, new Audience("arn:deployments", "acme"), binder, hub.clock()),
                new PlanEnds(ledger, new PlanNotes(Optional::empty, commits, line -> {})),
                new AlarmNotices(hub.notices(), binder, "arn:alarms", "acme"),
                new HubAccount(HUB.account()),
                new Metrics(hub.clock(), line -> {}),
                () -> LATER);
    }

    @Test
    void stack_ofAChangeThatIsWaitedFor_wakesWhoWaits() {
        changing();

        ObserveAnswer answer = tasks.run(ended("token-of-push-1", NOW.plusSeconds(3)));

        assertThat(answer.heard()).isEqualTo("woken");
        assertThat(hub.woken()).singleElement().asString().contains("woken");
        assertThat(ledger.targets().read(DEV).heardAt()).isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void stack_changedBySomebodyElse_isKnownNoMore() {
        ledger.stacks()
                .seen(NETWORK, new Deployed("d1", new TreeMap<>(), new TreeMap<>(), "CREATE_COMPLETE", "push-0", NOW));

        ObserveAnswer answer = tasks.run(ended("", NOW.plusSeconds(3)));

        assertThat(answer.heard()).isEqualTo("changed by somebody else");
        assertThat(ledger.stacks().read(NETWORK).known()).isFalse();
        assertThat(hub.woken()).isEmpty();
    }

    @Test
    void stack_nobodyKnows_isRefusedAndSaysNothingOfItsAccount() {
        ObserveAnswer answer = tasks.run(ended("", NOW));

        assertThat(answer.heard()).startsWith("refused");
        assertThat(ledger.targets().read(DEV).heardAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void stack_manyEventsOfADeployment_noteOnceInAWhileThatTheAccountIsHeard() {
        changing();
        tasks.run(ended("token-of-push-1", NOW.plusSeconds(3)));
        tasks.run(ended("token-of-push-1", NOW.plusSeconds(5)));
        assertThat(ledger.targets().read(DEV).heardAt()).isEqualTo(NOW.plusSeconds(3));

        tasks.run(ended("token-of-push-1", NOW.plusSeconds(120)));

        assertThat(ledger.targets().read(DEV).heardAt()).isEqualTo(NOW.plusSeconds(120));
    }

    /** PutEvents lets whoever may call it in a member give any Time: one canary would be believed until then. */
    @Test
    void canary_forgedFromTheFuture_isNotHeardAndKeepsNobodyElseFromBeing() {
        changing();

        ObserveAnswer forged = tasks.run(new Observation.Canary(DEV, Instant.parse("2099-01-01T00:00:00Z")));

        assertThat(forged.heard()).startsWith("refused").contains("future");
        assertThat(ledger.targets().read(DEV).heardAt()).isEqualTo(Instant.EPOCH);
        assertThat(tasks.run(new Observation.Canary(DEV, LATER.plusSeconds(2))).heard())
                .isEqualTo("heard");
        assertThat(ledger.targets().read(DEV).heardAt())
                .as("by the hub's own clock")
                .isEqualTo(LATER);
    }

    @Test
    void stack_eventFromTheFuture_makesItsAccountTrustedNoLongerThanFromNowOn() {
        changing();

        tasks.run(ended("token-of-push-1", Instant.parse("2099-01-01T00:00:00Z")));

        assertThat(ledger.targets().read(DEV).heardAt()).isEqualTo(LATER);
    }

    @Test
    void stack_anotherEventOfADeployment_isOneWriteAndAWake() {
        changing();
        tasks.run(ended("token-of-push-1", NOW.plusSeconds(3)));
        int before = hub.aws().actions().size();

        tasks.run(ended("token-of-push-1", NOW.plusSeconds(4)));

        assertThat(hub.aws().actions().stream().skip(before)).containsExactly("UpdateItem", "SendTaskSuccess");
    }

    private void changing() {
        ledger.stacks().begin(NETWORK, InFlight.begins("push-1", "plumbline-change-set", "d1", "token-of-push-1"));
        ledger.stacks().executing(NETWORK, "token-of-push-1", "task-token", NOW);
    }

    private static Observation ended(String requestToken, Instant at) {
        return new Observation.StackChanged(NETWORK, new StackEvent("UPDATE_COMPLETE", at, requestToken));
    }

    @Test
    void alarm_ofAKnownAccount_isToldWithItsEnvironment() {
        ledger.targets().deployed(DEV, "dev", COMMIT, HubForTests.NOW);

        tasks.run(alarm(DEV, "disk-full", Observation.AlarmState.ALARM));

        Map<String, String> told = hub.published().getFirst();
        assertThat(told)
                .containsEntry("TopicArn", "arn:alarms")
                .containsEntry("Subject", "acme: ALARM in dev eu-west-1: disk-full");
        assertThat(told.values()).contains("environment", "dev", "severity", "error", "kind", "alarm-raised");
        assertThat(told.get("Message")).contains("Orders are lost.", "111111111111", "said \"so\"");
    }

    @Test
    void alarm_told_endsInALineForPrograms() {
        ledger.targets().deployed(DEV, "dev", COMMIT, HubForTests.NOW);

        tasks.run(alarm(DEV, "disk-full", Observation.AlarmState.OK));

        String message = requireNonNull(hub.published().getFirst().get("Message"));
        JsonNode document = binder.parse(message.lines().toList().getLast());
        assertThat(document.path("kind").asText()).isEqualTo("alarm-cleared");
        assertThat(document.path("environment").asText()).isEqualTo("dev");
        assertThat(document.path("alarm").asText()).isEqualTo("disk-full");
        assertThat(document.path("reason").asText()).isEqualTo("said \"so\"");
        assertThat(document.path("at").asText()).isEqualTo("2026-11-24T12:00:00Z");
    }

    @Test
    void alarm_ofAnUnknownAccount_isRefused() {
        ObserveAnswer answer = tasks.run(alarm(PROD, "disk-full", Observation.AlarmState.ALARM));

        assertThat(answer.heard()).startsWith("refused");
        assertThat(hub.published()).isEmpty();
    }

    @Test
    void alarm_ofTheControlPlaneItself_concernsAllEnvironments() {
        tasks.run(alarm(HUB, "plumbline-RunFailedAlarm-1", Observation.AlarmState.ALARM));

        assertThat(hub.published().getFirst().values()).contains("all");
    }

    @Test
    void alarm_namedLikeOursInAnotherAccount_isNotTakenForOurs() {
        ObserveAnswer answer = tasks.run(alarm(DEV, "plumbline-RunFailedAlarm-1", Observation.AlarmState.ALARM));

        assertThat(answer.heard()).startsWith("refused");
    }

    @Test
    void execution_endedWithoutReport_isToldAndRecordedOnce() {
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-1");
        ledger.runs().begin(Run.begins("push-1", "push", HubForTests.BRANCH, HubForTests.NOW, ""));
        ledger.runs().takes("push-1", COMMIT);

        tasks.run(ended("push-1", MACHINE));
        tasks.run(ended("push-1", MACHINE));

        assertThat(hub.published()).hasSize(1);
        Map<String, String> told = hub.published().getFirst();
        assertThat(told).containsEntry("TopicArn", "arn:deployments");
        assertThat(told.values()).contains("error", "deployment-failed");
        assertThat(told.get("Message")).contains("TIMED_OUT", "plumbline reconcile", COMMIT);
        assertThat(ledger.runs().find("push-1").flatMap(Run::outcome)).contains(Outcome.FAILED);
        assertThat(ledger.heads().read(HubForTests.BRANCH).ended()).isTrue();
    }

    @Test
    void execution_killedHalfWay_isSaidBesideTheCommit() throws IOException {
        ledger.runs().begin(Run.begins("push-1", "push", HubForTests.BRANCH, HubForTests.NOW, ""));
        ledger.runs().takes("push-1", COMMIT);

        try (ProviderForTests provider = new ProviderForTests()) {
            tasks(provider.notes()).run(ended("push-1", MACHINE));

            assertThat(provider.states()).containsExactly("plumbline/run failure");
        }
    }

    @Test
    void execution_killedBeforeItTookUpACommit_hasNowhereToSaySo() throws IOException {
        try (ProviderForTests provider = new ProviderForTests()) {
            tasks(provider.notes()).run(ended("push-1", MACHINE));

            assertThat(provider.states()).isEmpty();
        }
    }

    @Test
    void execution_endedBeforeItsPlanBegan_isTold() {
        tasks.run(ended("push-1", MACHINE));

        assertThat(hub.published()).hasSize(1);
        assertThat(hub.published().getFirst().get("Message")).contains("push-1");
    }

    @Test
    void plan_thatWasStopped_isSaidOnceBesideItsCommit_andCanBeMadeAgain() throws IOException {
        String ref = Head.ofPullRequest("12");
        ledger.heads().claim(ledger.heads().read(ref), COMMIT, "plan-1");
        try (ProviderForTests provider = new ProviderForTests()) {
            Observation ended = new Observation.PlanEnded(
                    "arn:aws:states:eu-west-1:555555555555:execution:p:1", "plan-1", "12", COMMIT);

            assertThat(tasks(provider.notes()).run(ended).heard()).isEqualTo("plan ended");
            assertThat(tasks(provider.notes()).run(ended).heard()).isEqualTo("noted elsewhere");

            assertThat(provider.states()).containsExactly("plumbline/plan error");
            assertThat(ledger.heads().read(ref).covers(COMMIT)).isFalse();
        }
    }

    @Test
    void plan_thatWasOvertaken_isLeftToTheNewerOne() {
        String ref = Head.ofPullRequest("12");
        ledger.heads().claim(ledger.heads().read(ref), COMMIT, "plan-2");

        assertThat(tasks.run(new Observation.PlanEnded("arn:e", "plan-1", "12", COMMIT))
                        .heard())
                .isEqualTo("noted elsewhere");
        assertThat(ledger.heads().read(ref).ended()).isFalse();
    }

    @Test
    void execution_killedBeforeItsClaim_makesWayForItsDelivery() {
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-before");
        String known = new MovementName("push", "0".repeat(32), 1).text();
        ledger.runs().begin(Run.begins(known, "push", HubForTests.BRANCH, HubForTests.NOW, ""));

        tasks.run(ended(known, MACHINE));
        assertThat(ledger.heads().read(HubForTests.BRANCH).version()).isEqualTo(2);

        tasks.run(ended(new MovementName("circleci", "1".repeat(32), 2).text(), MACHINE));
        assertThat(ledger.heads().read(HubForTests.BRANCH).version())
                .as("not even its plan had begun")
                .isEqualTo(3);
        assertThat(ledger.heads().read(HubForTests.BRANCH).run()).isEqualTo("push-before");
    }

    @Test
    void plan_killedBeforeItsClaim_isSaidAndCanBeMadeAgain() throws IOException {
        String ref = Head.ofPullRequest("12");
        ledger.heads().claim(ledger.heads().read(ref), "d".repeat(40), "plan-before");
        String plan = new MovementName("plan", "0".repeat(32), 1).text();
        try (ProviderForTests provider = new ProviderForTests()) {
            Observation ended = new Observation.PlanEnded(
                    "arn:aws:states:eu-west-1:555555555555:execution:p:1", plan, "12", COMMIT);

            assertThat(tasks(provider.notes()).run(ended).heard()).isEqualTo("plan ended");
            assertThat(tasks(provider.notes()).run(ended).heard()).isEqualTo("noted elsewhere");

            assertThat(provider.states()).containsExactly("plumbline/plan error");
            assertThat(ledger.heads().read(ref).version()).isEqualTo(2);
        }
    }

    @Test
    void execution_ofATargetOrReported_isNotToldAgain() {
        ledger.runs().begin(Run.begins("push-1", "push", HubForTests.BRANCH, HubForTests.NOW, ""));
        ledger.runs().end("push-1", Outcome.FAILED, "reported", HubForTests.NOW);

        tasks.run(ended("push-1", MACHINE));
        tasks.run(ended("push-1-1-111111111111-eu-west-1", MACHINE + "-target"));

        assertThat(hub.published()).isEmpty();
    }

    private static Observation alarm(TargetKey target, String name, Observation.AlarmState state) {
        return new Observation.AlarmChanged(
                target, name, "Orders are lost.", state, "OK", "said \"so\"", HubForTests.NOW);
    }

    private static Observation ended(String name, String machine) {
        return new Observation.ExecutionEnded(EXECUTION, machine, name, HubForTests.BRANCH, "TIMED_OUT");
    }
}
