package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.estate.TargetKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A function dies right after one of its requests took effect while a database is patched, by itself and through its
 * stack: whichever it was, each patch is applied once, with one snapshot before it, and is noted as applied. {@code mvn
 * verify} tries a seeded sample of the requests; {@code mvn verify -Pcampaign} tries each.
 */
@ExtendWith(LocalDefault.class)
class PatchKillCampaignTest {

    private static final int SAMPLE = 3;
    private static final long SEED = 20261126;
    private static final int FIRST_MINOR = 6;

    /** The blueprint takes two digits. */
    private static final int LAST_MINOR = 99;

    private final Journey journey;
    private final Account dev;
    private int minor = FIRST_MINOR;

    PatchKillCampaignTest(Journey journey) {
        this.journey = journey;
        this.dev = new Account(journey.administrator(DEV));
    }

    @TestFactory
    Stream<DynamicTest> function_killedAfterARequest_patchesAllTheSame() {
        journey.restore();
        offerNext();
        assertThat(journey.command("patch", "dev")).startsWith("0\n").contains("2 applied, 0 went wrong, 0 wait");
        int requests = journey.functionRequests();
        return Kills.of(requests, SAMPLE, SEED).stream()
                .map(request -> DynamicTest.dynamicTest(
                        "killed after request " + request + " of " + requests, () -> kill(request)));
    }

    private void kill(int request) {
        offerNext();
        int snapshots = dev.snapshots().size();
        journey.faults(Map.of("killAfter", request));

        String told = journey.command("patch", "dev");
        journey.settle();

        int left = journey.organization().emulator().requestsUntilKill();
        journey.faults(Map.of("killAfter", 0));
        assumeThat(left).as("it was over before so many requests").isZero();
        assertThat(told).startsWith("0\n").contains("2 applied, 0 went wrong, 0 wait");
        List<Patch> applied = journey.ledger().patches().applied(new TargetKey(DEV.id(), "eu-west-1"), 3);
        assertThat(applied.subList(0, 2))
                .allSatisfy(patch -> assertThat(patch.status()).isEqualTo(PatchStatus.DONE))
                .extracting(Patch::to)
                .containsExactly("17." + minor, "system-update");
        assertThat(applied.get(2).run()).isNotEqualTo(applied.get(0).run());
        assertThat(dev.databases()).containsEntry("dev-app", "17." + minor);
        assertThat(dev.snapshots()).as("one before each patch").hasSize(snapshots + 2);
        assertThat(Served.read(journey.organization().emulator().requests()).of(DEV, "ExecuteChangeSet"))
                .isEqualTo(1);
        assertThat(journey.target(DEV).lease()).isEmpty();
    }

    /** Declares the next minor version, and has RDS offer an update. */
    private void offerNext() {
        if (minor == LAST_MINOR) {
            journey.restore();
            minor = FIRST_MINOR;
        }
        minor++;
        Ended pushed = journey.push(journey.baseline()
                .replace("dev", "EngineVersion: \"17.6\"", "EngineVersion: \"17." + minor + "\"")
                .replace("dev", "  database:\n", "  database:\n    " + Windows.of("security")));
        assertThat(pushed.outcome().good()).as(pushed.run().toString()).isTrue();
        Map<String, Object> update = new HashMap<>();
        update.put("Action", "system-update");
        update.put("Description", "New Operating System update");
        journey.disturb(DEV, "database", "Database", Map.of("set", Map.of("_Maintenance", List.of(update))));
        journey.organization().emulator().forgetRequests();
    }
}
