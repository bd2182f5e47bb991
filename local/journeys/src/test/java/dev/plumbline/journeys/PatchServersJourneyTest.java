package dev.plumbline.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.local.LocalAccount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers are replaced by those of a newer image. */
@ExtendWith(LocalDefault.class)
class PatchServersJourneyTest {

    private final Journey journey;
    private final Patching patching;

    PatchServersJourneyTest(Journey journey) {
        this.journey = journey;
        this.patching = new Patching(journey);
    }

    @BeforeEach
    void begin() {
        patching.begin();
    }

    @AfterEach
    void end() {
        patching.end();
    }

    @Test
    void patch_ofServers_replacesThemByTheNewestImageAndKeepsAddressAndAuthority() {
        String before = outputs(LocalAccount.hub(), "vpn").toString();
        Account hub = new Account(journey.administrator(LocalAccount.hub()));
        List<String> server = hub.servers();
        journey.releases().image();

        String told = journey.command("patch", "shared-services", "--now");

        assertThat(told).startsWith("0\n").contains("1 applied, 0 went wrong, 0 wait");
        assertThat(journey.ledger().patches().applied(Patching.target(LocalAccount.hub()), 1))
                .extracting(Patch::kind)
                .containsExactly("image");
        assertThat(hub.servers()).hasSameSizeAs(server).doesNotContainAnyElementsOf(server);
        journey.releases().allApplied();
        assertThat(outputs(LocalAccount.hub(), "vpn")).hasToString(before);
        assertThat(journey.ledger()
                        .stacks()
                        .read(Journey.stack(LocalAccount.hub(), "vpn"))
                        .verdict())
                .isEqualTo(Verdict.HEALTHY);
        assertThat(journey.scheduled("shared-services").outcome()).isEqualTo(Outcome.UNCHANGED);

        journey.organization().emulator().offer(Map.of("missingPatches", 2));
        assertThat(journey.command("patch", "shared-services", "--now"))
                .startsWith("0\n")
                .contains("Patch Manager misses 2 patches");
        assertThat(patching.patches(LocalAccount.hub()))
                .extracting(Patch::status)
                .contains(PatchStatus.REPORTED);

        journey.organization().emulator().clearOffers();
        assertThat(journey.command("patch", "shared-services", "--now")).startsWith("0\n");
        assertThat(journey.command("patches", "shared-services"))
                .as("what is missing no more is forgotten")
                .startsWith("0\nnothing to patch was seen");
    }

    private Map<String, String> outputs(LocalAccount account, String stack) {
        return journey.ledger().stacks().read(Journey.stack(account, stack)).outputs();
    }
}
