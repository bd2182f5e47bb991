package dev.plumbline.tasks.report;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.MovementName;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetNote;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.PlansForTests;
import dev.plumbline.tasks.ProviderForTests;
import dev.plumbline.tasks.binding.Binder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTaskTest {

    private static final String EXECUTION =
            "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:push-1";

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private ProviderForTests provider;
    private ReportTask task;

    @BeforeEach
    void start() throws IOException {
        provider = new ProviderForTests();
        CommitNotes commits = provider.notes();
        Audience audience = new Audience("arn:deployments", "acme");
        RunNotices notices = new RunNotices(ledger, hub.notices(), commits, audience, new Binder(), hub.clock());
        DriftNotices drifts =
                new DriftNotices(ledger, hub.notices(), new DriftTopic("arn:drift"), audience, new Binder());
        task = new ReportTask(ledger, notices, drifts, commits, hub.questions(), hub.overtaken(), hub.clock());
        ledger.runs().begin(Run.begins("push-1", "push", HubForTests.BRANCH, HubForTests.NOW, ""));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void announce_runThatTookUpACommit_isPendingUntilItIsReported() {
        ledger.runs().takes("push-1", COMMIT);

        task.announce(new ReportInput.Announce("push-1", EXECUTION));
        task.report(report("verified"));

        assertThat(provider.states()).containsExactly("plumbline/run pending", "plumbline/run success");
    }

    @Test
    void announce_repeatedAfterTheEnd_saysNothing() {
        ledger.runs().takes("push-1", COMMIT);
        ledger.runs().end("push-1", Outcome.DEPLOYED, "", HubForTests.NOW);

        task.announce(new ReportInput.Announce("push-1", EXECUTION));

        assertThat(provider.states()).isEmpty();
    }

    @Test
    void announce_runWithoutACommit_saysNothing() {
        task.announce(new ReportInput.Announce("push-1", EXECUTION));

        assertThat(provider.states()).isEmpty();
    }

    @Test
    void announce_providerRefuses_isLoggedOnly() {
        ledger.runs().takes("push-1", COMMIT);
        provider.answers(403);

        assertThat(task.announce(new ReportInput.Announce("push-1", EXECUTION)).outcome())
                .isEqualTo("announced");
        assertThat(provider.log()).singleElement().asString().contains("push-1");
    }

    @Test
    void report_repeatedAfterTheEnd_saysNothingMore() {
        ledger.runs().takes("push-1", COMMIT);

        task.report(report("failed"));
        task.report(report("failed"));

        assertThat(provider.states()).containsExactly("plumbline/run failure");
    }

    @Test
    void report_targetOfAWaveThatNeverBegan_isNamedWhereItCouldNotBeLookedInto() {
        String why = "Could not assume a role. Deploy bootstrap/.";
        ledger.runs().takes("push-1", COMMIT);
        ledger.progress()
                .put("push-1", new TargetOutcome(PlansForTests.PROD, 3, Outcome.STALLED, why), HubForTests.NOW);

        task.report(report("failed"));

        assertThat(hub.published()).singleElement().satisfies(form -> {
            assertThat(form.get("Subject")).contains("1 target that could not be looked into");
            assertThat(form.get("Message"))
                    .contains("333333333333/eu-west-1: " + why)
                    .contains("\"unreachable\":[{\"account\":\"333333333333\",\"region\":\"eu-west-1\",\"reason\":\""
                            + why);
        });
    }

    @Test
    void report_targetWhoseEventsDoNotArrive_isToldBesideWhatWasDeployed() {
        ledger.runs().takes("push-1", COMMIT);
        ledger.progress()
                .note("push-1", new TargetNote(PlansForTests.PROD, "silence", "No event arrives."), HubForTests.NOW);

        task.report(report("verified"));

        assertThat(hub.published())
                .singleElement()
                .extracting(form -> form.get("Message"))
                .asString()
                .contains("333333333333/eu-west-1: No event arrives.", "\"kind\":\"silence\"");
    }

    @Test
    void report_whatAwsItselfHasMoved_isToldOnceAndNotCalledDrift() {
        DriftEntry upgraded = new DriftEntry(
                "Database", "app", "AWS::RDS::DBInstance", DriftEntry.Kind.CHANGED, "/EngineVersion", "17.6", "17.7");
        ledger.drifts()
                .moved(
                        "push-1",
                        PlansForTests.PROD,
                        "prod",
                        "database",
                        List.of(upgraded),
                        "Write it: EngineVersion: \"17.7\"",
                        HubForTests.NOW);

        task.report(report("unchanged"));
        task.report(report("unchanged"));

        assertThat(hub.published())
                .filteredOn(form -> "arn:drift".equals(form.get("TopicArn")))
                .singleElement()
                .satisfies(form -> assertThat(form.get("Message"))
                        .startsWith("""
                                acme: prod eu-west-1 database is ahead of what is declared: AWS has moved it
                                Write it: EngineVersion: "17.7"
                                """)
                        .contains(
                                "Database (AWS::RDS::DBInstance) EngineVersion is 17.7, declared 17.6; CloudTrail tells of nobody",
                                "\"kind\":\"drift-moved\""));
    }

    /** The name of an execution is taken for 90 days after its end (API reference of StartExecution). */
    @ParameterizedTest
    @ValueSource(strings = {"failed", "stalled", "invalid"})
    void report_runThatDiedBeforeItsClaim_makesWayForItsDelivery(String outcome) {
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-before");
        Head before = ledger.heads().read(HubForTests.BRANCH);
        String run = new MovementName("push", "0".repeat(32), before.version()).text();

        task.report(report(run, outcome));
        task.report(report(run, outcome));

        Head after = ledger.heads().read(HubForTests.BRANCH);
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.commit()).isEqualTo(COMMIT);
        assertThat(after.run()).isEqualTo("push-before");
    }

    /** Else whoever sends an old delivery for ever would start a run each time. */
    @ParameterizedTest
    @ValueSource(strings = {"overtaken", "unchanged"})
    void report_runWithoutAClaimThatFoundNothingToDo_movesNothing(String outcome) {
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-before");
        Head before = ledger.heads().read(HubForTests.BRANCH);

        task.report(report(new MovementName("push", "0".repeat(32), before.version()).text(), outcome));

        assertThat(ledger.heads().read(HubForTests.BRANCH)).isEqualTo(before);
    }

    private static ReportInput.Report report(String outcome) {
        return report("push-1", outcome);
    }

    private static ReportInput.Report report(String run, String outcome) {
        ObjectNode input =
                JsonNodeFactory.instance.objectNode().put("trigger", "push").put("ref", HubForTests.BRANCH);
        return new ReportInput.Report(run, EXECUTION, HubForTests.NOW.toString(), input, outcome, "", null, "", null);
    }
}
