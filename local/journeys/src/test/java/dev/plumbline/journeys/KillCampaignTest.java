package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.cli.Problem;
import dev.plumbline.cli.local.Delivery;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A function dies right after one of its requests took effect: whichever it was, the run ends as if nothing had
 * happened, and no change set is executed twice. {@code mvn verify} tries a seeded sample of the requests of a small
 * run; {@code mvn verify -Pcampaign} tries each.
 */
@ExtendWith(LocalDefault.class)
class KillCampaignTest {

    private static final int SAMPLE = 6;
    private static final long SEED = 20261124;

    private final Journey journey;

    KillCampaignTest(Journey journey) {
        this.journey = journey;
    }

    @TestFactory
    Stream<DynamicTest> function_killedAfterARequest_endsAsIfUndisturbed() {
        journey.restore();
        journey.push(retention(7));
        Ended undisturbed = journey.push(retention(14));
        int requests = journey.functionRequests();
        String digest = record().digest();
        assertThat(undisturbed.outcome()).as(undisturbed.toString()).isEqualTo(Outcome.DEPLOYED);
        return Kills.of(requests, SAMPLE, SEED).stream()
                .map(request -> DynamicTest.dynamicTest(
                        "killed after request " + request + " of " + requests, () -> kill(request, digest)));
    }

    private void kill(int request, String digest) {
        journey.restore();
        Ended before = journey.push(retention(7));
        assertThat(before.outcome().good()).as(before.toString()).isTrue();
        journey.faults(Map.of("killAfter", request));

        Ended run = journey.ended(sent(retention(14)));

        assumeThat(journey.organization().emulator().requestsUntilKill())
                .as("the run was over before so many requests")
                .isZero();
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(record().digest()).isEqualTo(digest);
        assertThat(run.served().of(STAGE, "ExecuteChangeSet")).isEqualTo(1);
        assertThat(journey.target(STAGE).lease()).isEmpty();
    }

    /** A provider that gets no answer shows a failed delivery, which a person sends again. */
    private Delivery sent(LiveTree tree) {
        String before = journey.organization().head();
        try {
            return journey.send(tree);
        } catch (Problem unanswered) {
            return journey.organization().deliver(before, journey.organization().head());
        }
    }

    private StackRecord record() {
        return journey.target(STAGE)
                .stacks()
                .getOrDefault("killed", StackRecord.unknown(Journey.stack(STAGE, "killed")));
    }

    private LiveTree retention(int days) {
        return journey.baseline()
                .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .addStack("stage", Blueprints.journal("killed", days));
    }
}
