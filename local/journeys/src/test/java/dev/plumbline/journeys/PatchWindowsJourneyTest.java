package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.Run;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A window is open, closing, shut or blacked out, and what is patched follows it. */
@ExtendWith(LocalDefault.class)
class PatchWindowsJourneyTest {

    private final Journey journey;
    private final Patching patching;

    PatchWindowsJourneyTest(Journey journey) {
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
    void patch_inAWindowThatCloses_beginsWhatCanEndInItAndLeavesTheRest() {
        patching.pending(DEV, "Database");
        patching.pending(STAGE, "Database");
        LiveTree tree = journey.baseline();
        for (String environment : List.of("dev", "stage")) {
            tree.replace(environment, "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\"");
        }
        tree.replace("stage", "  database:\n", "  database:\n    patching: { hold: { EngineVersion: \"17.6\" } }\n");
        journey.push(Windows.in(tree, Windows.openFor(55), "security"));

        String told = journey.command("patch");

        assertThat(told).startsWith("0\n").contains("2 applied, 0 went wrong, 2 wait");
        assertThat(told)
                .contains("it takes up to 60 minutes, and the window closes at", "EngineVersion is held at 17.6");
        assertThat(journey.command("patches", "stage"))
                .contains("stage-app: 17.6 -> 17.7", "withheld: EngineVersion is held at 17.6", "window");

        LiveTree overlapping = Windows.in(
                journey.baseline().replace("dev", "EngineVersion: \"17.6\"", "EngineVersion: \"17.7\""),
                Windows.openFor(55) + "\n    - " + Windows.OPEN,
                "security",
                "blackouts: [{ from: \"2020-01-01\", to: \"2020-01-02\", reason: Past }]");
        journey.push(overlapping);
        patching.fireWindow();

        assertThat(patching.versions(DEV)).containsExactly(Map.entry("dev-app", "17.7"));
        assertThat(patching.applied(DEV, "dev-app"))
                .as("two windows that open at once")
                .isEqualTo(1);
    }

    @Test
    void window_inABlackoutOrFarOff_doesNothingAndSaysSo() {
        patching.pending(DEV, "Database");
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        String today = LocalDate.now(ZoneId.of("Europe/Berlin")).toString();
        journey.push(Windows.in(
                journey.baseline(),
                Windows.OPEN,
                "security",
                "blackouts: [{ from: \"" + today + "\", to: \"2099-12-31\", reason: Freeze }]"));

        assertThat(patching.windowsThatFire(hour)).hasSize(1);
        Run frozen = journey.ledger().runs().recent(Instant.now(), 1).getFirst();
        assertThat(frozen.trigger()).isEqualTo("patch-window");
        assertThat(frozen.outcome()).contains(Outcome.UNCHANGED);
        assertThat(frozen.reason()).contains("dev has a blackout until 2099-12-31 (Freeze)");
        assertThat(journey.command("patch", "dev"))
                .startsWith("0\n")
                .contains("0 applied", "blackout until 2099-12-31");
        assertThat(journey.command("patch", "dev", "--dry-run"))
                .contains("pending: its window is closed: a blackout until 2099-12-31 (Freeze)");

        journey.push(Windows.in(journey.baseline(), Windows.CLOSED, "security"));

        assertThat(patching.windowsThatFire(hour)).isEmpty();
        assertThat(patching.windowsThatFire(Windows.CLOSED_OPENS))
                .as("at two o'clock in Berlin")
                .hasSize(1);
        assertThat(journey.ledger().runs().recent(Instant.now(), 1).getFirst().reason())
                .as("it fires, and is believed only as far as the clock says so")
                .isEqualTo("No window is open.");
        assertThat(patching.patches(DEV)).extracting(Patch::status).containsExactly(PatchStatus.PENDING);

        journey.push(Windows.in(journey.baseline(), Windows.OPEN, "security"));

        assertThat(patching.windowsThatFire(hour)).hasSize(1);
        assertThat(patching.patches(DEV))
                .as(patching.patches(DEV).toString())
                .extracting(Patch::status)
                .containsExactly(PatchStatus.DONE);
    }
}
