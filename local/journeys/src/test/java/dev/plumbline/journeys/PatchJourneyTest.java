package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.TargetKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What runs is patched, wave by wave, and seen to be well afterwards. */
@ExtendWith(LocalDefault.class)
class PatchJourneyTest {

    private static final String REGION = "eu-west-1";
    private static final String UPDATE = "system-update";

    private final Journey journey;

    PatchJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @AfterEach
    void mend() {
        journey.organization().emulator().mendResources();
    }

    @Test
    void patch_maintenanceInThreeWaves_isAppliedInOrderAndTheNextRunChangesNothing() {
        pending(DEV, "Database");
        pending(STAGE, "Database");
        pending(PROD, "Database");
        pending(PROD, "ReplicaA");

        String foreseen = journey.command("patch", "--now", "--dry-run");
        assertThat(foreseen).startsWith("0\n").contains("nothing was applied").contains("dev-app/" + UPDATE);
        assertThat(patches(PROD))
                .as(foreseen)
                .isNotEmpty()
                .allSatisfy(patch -> assertThat(patch.status()).isEqualTo(PatchStatus.BLOCKED));

        String told = journey.command("patch", "--now");
        journey.settle();

        assertThat(told).startsWith("0\n").contains("4 applied, 0 went wrong, 0 wait");
        List<Patch> applied = List.of(DEV, STAGE, PROD).stream()
                .flatMap(account -> patches(account).stream())
                .sorted(Comparator.comparing(patch -> patch.startedAt().orElseThrow()))
                .toList();
        assertThat(applied)
                .extracting(Patch::subject)
                .containsExactly(
                        "dev-app/" + UPDATE,
                        "stage-app/" + UPDATE,
                        "prod-app-replica-a/" + UPDATE,
                        "prod-app/" + UPDATE);
        assertThat(journey.ledger().patches().applied(target(PROD), 10)).hasSize(2);
        assertThat(journey.target(PROD).lease()).isEmpty();
        assertThat(journey.command("patches")).startsWith("0\nnothing to patch was seen");
        assertThat(journey.reconcile("after-" + System.nanoTime()).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private void pending(LocalAccount account, String logicalId) {
        Map<String, ?> action = Map.of("Action", UPDATE, "Description", "New Operating System update");
        journey.organization()
                .emulator()
                .breakResource(Map.of(
                        "account",
                        account.id(),
                        "region",
                        REGION,
                        "stack",
                        "estate-database",
                        "logicalId",
                        logicalId,
                        "set",
                        Map.of("_Maintenance", List.of(action))));
    }

    private List<Patch> patches(LocalAccount account) {
        return journey.ledger().patches().of(target(account));
    }

    private static TargetKey target(LocalAccount account) {
        return new TargetKey(account.id(), REGION);
    }
}
