package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clusters are patched: the control plane, add-ons and nodes. */
@ExtendWith(LocalDefault.class)
class PatchClustersJourneyTest {

    private final Journey journey;
    private final Patching patching;

    PatchClustersJourneyTest(Journey journey) {
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
    void patch_cluster_goesUpOneVersionAtATimeOnceNothingIsAgainstIt() {
        String gone = "An API that is used is gone.";
        Account dev = new Account(journey.administrator(DEV));
        String nodesBefore = dev.nodeRelease("dev");
        String addonBefore = dev.addonVersion("dev", "coredns");
        String nodes = journey.releases().nodes();
        // Of all clusters only this one has it as an add-on: no other is behind afterwards.
        String addon = journey.releases().addon("coredns");
        journey.organization()
                .emulator()
                .offer(Map.of(
                        "insights", Map.of("1.37", gone),
                        "supportEnds",
                                Map.of(
                                        "1.36",
                                        Instant.now().plus(Duration.ofDays(60)).getEpochSecond())));
        journey.push(upgradingCluster("none"));

        String told = journey.command("patch", "dev");

        assertThat(told).startsWith("0\n").contains("0 applied");
        assertThat(patching.patches(DEV))
                .extracting(Patch::kind, Patch::status, patch -> patch.reason().replaceFirst(" ends at .*", ""))
                .containsExactlyInAnyOrder(
                        tuple(
                                "control-plane",
                                PatchStatus.BLOCKED,
                                "insights of EKS are against it: Deprecated APIs: " + gone),
                        tuple("support", PatchStatus.REPORTED, "standard support of Kubernetes 1.36"),
                        tuple("addon", PatchStatus.WITHHELD, "the policy is none; it takes minor"),
                        tuple("node-image", PatchStatus.WITHHELD, "the policy is none; it takes security"));
        assertThat(journey.command("patches", "dev")).contains("insights of EKS are against it", "the policy is none");

        journey.organization().emulator().offer(Map.of("insights", Map.of()));
        journey.push(upgradingCluster("minor"));
        patching.fireWindow();

        assertThat(journey.ledger().patches().applied(Patching.target(DEV), 4))
                .as(journey.command("patches", "dev"))
                .extracting(Patch::kind, Patch::from, Patch::to)
                .containsExactly(
                        tuple("node-image", nodesBefore, nodes),
                        tuple("addon", addonBefore, addon),
                        tuple("control-plane", "1.37", "1.38"),
                        tuple("control-plane", "1.36", "1.37"));
        journey.releases().allApplied();
        assertThat(journey.command("patches", "dev")).startsWith("0\nnothing to patch was seen");
        assertThat(journey.scheduled("dev").outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private LiveTree upgradingCluster(String policy) {
        LiveTree tree = journey.baseline()
                .replace("dev", "Version: \"1.36\"", "Version: \"1.38\"")
                .replace(
                        "dev",
                        "  cluster:\n    blueprint: eks\n",
                        "  cluster:\n    blueprint: eks\n    " + Windows.of(policy));
        return tree;
    }
}
