package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A stack and a setting have drifted, and a person is asked about both. A function dies right after one of its requests
 * took effect: whichever it was, both are put back once, and nothing is left to answer. {@code mvn verify} tries a
 * seeded sample of the requests; {@code mvn verify -Pcampaign} tries each.
 */
@ExtendWith(LocalDefault.class)
class DriftKillCampaignTest {

    private static final int SAMPLE = 4;
    private static final long SEED = 20261126;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Journey journey;
    private boolean sound;

    DriftKillCampaignTest(Journey journey) {
        this.journey = journey;
    }

    @TestFactory
    Stream<DynamicTest> function_killedWhileDriftIsAskedAbout_endsAsIfUndisturbed() {
        begin();
        Ended undisturbed = drift(0);
        int requests = journey.functionRequests();
        assertThat(undisturbed.outcome()).as(undisturbed.toString()).isEqualTo(Outcome.DEPLOYED);
        sound = true;
        return Kills.of(requests, SAMPLE, SEED).stream()
                .map(request -> DynamicTest.dynamicTest(
                        "killed after request " + request + " of " + requests, () -> kill(request)));
    }

    private void kill(int request) {
        if (!sound) {
            begin();
        }
        sound = false;

        Ended run = drift(request);

        assumeThat(journey.organization().emulator().requestsUntilKill())
                .as("the run was over before so many requests")
                .isZero();
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.deployedRetention()).isEqualTo(7);
        assertThat(Ec2.in(journey.administrator(DEV)).ebsEncryptionByDefault()).isTrue();
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        assertThat(journey.ledger().drifts().of(journey.target(DEV).target()))
                .filteredOn(record -> record.state().open())
                .isEmpty();
        assertThat(journey.ledger().questions().open())
                .filteredOn(question -> question.answer().isEmpty())
                .isEmpty();
        assertThat(journey.target(DEV).lease()).isEmpty();
        sound = true;
    }

    private void begin() {
        journey.restore();
        Ended asking = journey.push(journey.baseline()
                .replace("dev", "environment: dev\n", "environment: dev\npolicies: { drift: ask }\n"));
        assertThat(asking.outcome().good()).as(asking.toString()).isTrue();
    }

    /** Both drift, the schedule comes, and a person says yes to whatever is asked until the run has ended. */
    private Ended drift(int killAfter) {
        journey.disturb(DEV, "network", "FlowLogGroup", Map.of("set", Map.of("retentionInDays", 1)));
        Ec2.in(journey.administrator(DEV)).setEbsEncryptionByDefault(false);
        journey.organization().emulator().forgetRequests();
        journey.faults(Map.of("killAfter", killAfter));
        String run = journey.schedule("dev");
        Set<String> said = new HashSet<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            approve(run, said);
            return journey.ledger().runs().find(run).flatMap(Run::endedAt).isPresent();
        });
        return journey.ended(run);
    }

    /** Says yes to what waits for it. Where the function dies that takes the answer, a person says it again. */
    private void approve(String run, Set<String> said) {
        journey.ledger().questions().of(run).stream()
                .filter(question -> question.taskToken().isPresent() && !said.contains(question.changesId()))
                .filter(question -> journey.command(
                                "approve",
                                run,
                                question.place(),
                                "--changes",
                                question.changesId(),
                                "--reason",
                                "put it back")
                        .startsWith("0\n"))
                .forEach(question -> said.add(question.changesId()));
    }
}
