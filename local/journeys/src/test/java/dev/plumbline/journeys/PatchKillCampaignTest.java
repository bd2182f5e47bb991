package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A function dies right after one of its requests took effect while a database, a cluster or a server is patched, by
 * itself and through its stack: whichever request it was, each patch is applied once and is noted as applied.
 * {@code mvn verify} tries a seeded sample of the requests; {@code mvn verify -Pcampaign} tries each.
 */
@ExtendWith(LocalDefault.class)
@LocalDefault.Spends // No version goes back.
class PatchKillCampaignTest {

    private static final long SEED = 20261126;

    private final Journey journey;

    PatchKillCampaignTest(Journey journey) {
        this.journey = journey;
    }

    @TestFactory
    Stream<DynamicTest> function_killedAfterARequest_patchesADatabaseAllTheSame() {
        return killed(new Databases(), 2);
    }

    @TestFactory
    Stream<DynamicTest> function_killedAfterARequest_patchesAClusterAllTheSame() {
        return killed(new Clusters(), 2);
    }

    @TestFactory
    Stream<DynamicTest> function_killedAfterARequest_patchesAServerAllTheSame() {
        return killed(new Servers(), 1);
    }

    /**
     * An execution is stopped as it enters a state: whichever it was, the next run goes on, and each patch was applied
     * and is listed once over both.
     */
    @TestFactory
    Stream<DynamicTest> execution_stoppedAtAState_isGoneOnWithByTheNextRun() {
        journey.restore();
        Databases databases = new Databases();
        List<Map.Entry<String, String>> states = Stream.concat(
                        Stream.of("IsFound", "PatchWave", "CloseWave", "HasNextWave", "Report", "IsPatched")
                                .map(state -> Map.entry("plumbline-patch", state)),
                        Stream.of(
                                        "LookTarget",
                                        "HasSteps",
                                        "AcquireLease",
                                        "HasStep",
                                        "Gate",
                                        "IsGated",
                                        "Apply",
                                        "IsThroughStack",
                                        "YieldLease",
                                        "Reconcile",
                                        "RetakeLease",
                                        "IsReconciled",
                                        "Await",
                                        "IsApplied",
                                        "Verify",
                                        "RecordStep",
                                        "CloseTarget")
                                .map(state -> Map.entry("plumbline-patch-target", state)))
                .toList();
        return Kills.of(states.size(), 2, SEED).stream()
                .map(number -> states.get(number - 1))
                .map(state -> DynamicTest.dynamicTest("stopped at " + state, () -> stop(databases, state)));
    }

    private void stop(Databases databases, Map.Entry<String, String> state) {
        Instant began = Instant.now();
        TargetKey dev = new TargetKey(DEV.id(), "eu-west-1");
        next(databases);
        journey.faults(Map.of("stopAt", Map.of(state.getKey(), state.getValue())));

        String first = "stop-" + System.nanoTime();
        journey.organization().deployment().patch(first, List.of(dev), false, false, "");
        journey.settle();
        assertThat(journey.command("patch", "dev")).startsWith("0\n").contains("applied, 0 went wrong, 0 wait");
        journey.settle();

        assertThat(journey.ledger().patches().applied(dev, 10))
                .filteredOn(patch -> patch.endedAt().orElseThrow().isAfter(began))
                .allSatisfy(patch -> assertThat(patch.status()).isEqualTo(PatchStatus.DONE))
                .extracting(patch -> patch.kind() + " " + patch.to())
                .containsExactlyInAnyOrderElementsOf(databases.applied());
        assertThat(databases.dev.databases()).containsEntry("dev-app", "17." + databases.minor.now());
        Served served = Served.read(journey.organization().emulator().requests());
        assertThat(served.of(DEV, "ApplyPendingMaintenanceAction")).isEqualTo(1);
        assertThat(served.of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        assertThat(journey.target(DEV).lease())
                .as("who has nothing to apply leaves the lease of the dead to the next who needs it")
                .matches(lease -> lease.isEmpty() || lease.get().run().equals(first));
        assertThat(journey.ledger().patches().of(dev))
                .extracting(Patch::status)
                .doesNotContain(PatchStatus.RUNNING, PatchStatus.PENDING);
    }

    /** What is patched again and again. */
    private interface Patched {

        LocalAccount account();

        /** What has it patched. */
        List<String> command();

        /** Has something newer offered and declared, of each kind. */
        void offerNext();

        /** What is applied then, the newest first: the kind, and the version where it has one. */
        List<String> applied();

        /** Sees that it is so, and that nothing was done twice. */
        void check(Served served);
    }

    private Stream<DynamicTest> killed(Patched patched, int sample) {
        journey.restore();
        journey.organization().emulator().clearOffers();
        next(patched);
        String undisturbed = journey.command(patched.command().toArray(String[]::new));
        assertThat(undisturbed).startsWith("0\n").contains(patched.applied().size() + " applied, 0 went wrong");
        int requests = journey.functionRequests();
        patched.check(Served.read(journey.organization().emulator().requests()));
        return Kills.of(requests, sample, SEED).stream()
                .map(request -> DynamicTest.dynamicTest(
                        "killed after request " + request + " of " + requests, () -> kill(patched, request)));
    }

    private void next(Patched patched) {
        patched.offerNext();
        journey.organization().emulator().forgetRequests();
    }

    private void kill(Patched patched, int request) {
        next(patched);
        journey.faults(Map.of("killAfter", request));

        String told = journey.command(patched.command().toArray(String[]::new));
        journey.settle();

        int left = journey.organization().emulator().requestsUntilKill();
        journey.faults(Map.of("killAfter", 0));
        assumeThat(left).as("it was over before so many requests").isZero();
        int count = patched.applied().size();
        assertThat(told).startsWith("0\n").contains(count + " applied, 0 went wrong");
        List<Patch> applied = journey.ledger()
                .patches()
                .applied(new TargetKey(patched.account().id(), "eu-west-1"), count + 1);
        assertThat(applied.subList(0, count))
                .allSatisfy(patch -> assertThat(patch.status()).isEqualTo(PatchStatus.DONE))
                .extracting(patch -> patch.kind() + " " + patch.to())
                .containsExactlyElementsOf(patched.applied());
        assertThat(applied.get(count).run()).isNotEqualTo(applied.getFirst().run());
        patched.check(Served.read(journey.organization().emulator().requests()));
        assertThat(journey.target(patched.account()).lease()).isEmpty();
    }

    /** What the next version of something is; after the last that a blueprint takes, it begins anew. */
    private static final class Minor {

        private final int first;
        private int now;

        Minor(int first) {
            this.first = first;
            this.now = first;
        }

        int next(Runnable anew) {
            if (now == 99) {
                anew.run();
                now = first;
            }
            now++;
            return now;
        }

        int now() {
            return now;
        }
    }

    /** A database: its version through the stack, and an update by itself, with one snapshot before each. */
    private final class Databases implements Patched {

        private final Account dev = new Account(journey.administrator(DEV));
        private final Minor minor = new Minor(6);
        private int snapshots;

        @Override
        public LocalAccount account() {
            return DEV;
        }

        @Override
        public List<String> command() {
            return List.of("patch", "dev");
        }

        @Override
        public void offerNext() {
            String version = "17." + minor.next(journey::restore);
            pushed(journey.baseline()
                    .replace("dev", "EngineVersion: \"17.6\"", "EngineVersion: \"" + version + "\"")
                    .replace("dev", "  database:\n", "  database:\n    " + Windows.of("security")));
            Map<String, Object> update = new HashMap<>();
            update.put("Action", "system-update");
            update.put("Description", "New Operating System update");
            journey.disturb(DEV, "database", "Database", Map.of("set", Map.of("_Maintenance", List.of(update))));
            snapshots = dev.snapshots().size();
        }

        @Override
        public List<String> applied() {
            return List.of("engine-version 17." + minor.now(), "maintenance system-update");
        }

        @Override
        public void check(Served served) {
            assertThat(dev.databases()).containsEntry("dev-app", "17." + minor.now());
            assertThat(dev.snapshots()).as("one before each patch").hasSize(snapshots + 2);
            assertThat(served.of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        }
    }

    /** A cluster: its control plane through the stack, then an add-on and a node group by themselves. */
    private final class Clusters implements Patched {

        private final Account dev = new Account(journey.administrator(DEV));
        private final Minor minor = new Minor(34);
        private String addon = "";
        private String nodes = "";

        @Override
        public LocalAccount account() {
            return DEV;
        }

        @Override
        public List<String> command() {
            return List.of("patch", "dev");
        }

        @Override
        public void offerNext() {
            String version = "1." + minor.next(journey::restore);
            pushed(journey.baseline()
                    .replace("dev", "Version: \"1.34\"", "Version: \"" + version + "\"")
                    .replace(
                            "dev",
                            "  cluster:\n    blueprint: eks\n",
                            "  cluster:\n    blueprint: eks\n    " + Windows.of("minor")));
            addon = journey.releases().addon("metrics-server");
            nodes = journey.releases().nodes();
            // Against another version, and each time another: EKS has to look anew.
            journey.organization().emulator().offer(Map.of("insights", Map.of("1.20", "found with " + nodes)));
        }

        @Override
        public List<String> applied() {
            return List.of("node-image " + nodes, "addon " + addon, "control-plane 1." + minor.now());
        }

        @Override
        public void check(Served served) {
            assertThat(dev.ask(Operation.DESCRIBE_CLUSTER, "{'name':'dev'}")
                            .at("cluster")
                            .text("version"))
                    .isEqualTo("1." + minor.now());
            assertThat(dev.addonVersion("dev", "metrics-server")).isEqualTo(addon);
            assertThat(served.of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        }
    }

    /** A server: replaced by one of the newest image; what Patch Manager misses on the new one is told. */
    private final class Servers implements Patched {

        private final Account hub = new Account(journey.administrator(LocalAccount.hub()));
        private List<String> servers = List.of();

        @Override
        public LocalAccount account() {
            return LocalAccount.hub();
        }

        @Override
        public List<String> command() {
            return List.of("patch", "shared-services", "--now");
        }

        @Override
        public void offerNext() {
            servers = hub.servers();
            journey.releases().image();
            journey.organization().emulator().offer(Map.of("missingPatches", 2));
        }

        @Override
        public List<String> applied() {
            return List.of("image " + image());
        }

        private String image() {
            return hub.servers().getFirst().split(" ", 2)[1];
        }

        @Override
        public void check(Served served) {
            assertThat(hub.servers())
                    .as("all are new, and no more than before")
                    .hasSameSizeAs(servers)
                    .doesNotContainAnyElementsOf(servers);
            assertThat(served.of(LocalAccount.hub(), "StartInstanceRefresh")).isEqualTo(1);
            assertThat(journey.ledger()
                            .patches()
                            .of(new TargetKey(LocalAccount.hub().id(), "eu-west-1")))
                    .filteredOn(patch -> patch.kind().equals("compliance"))
                    .extracting(Patch::status)
                    .contains(PatchStatus.REPORTED);
        }
    }

    private void pushed(LiveTree tree) {
        Ended pushed = journey.push(tree);
        assertThat(pushed.outcome().good()).as(pushed.run().toString()).isTrue();
    }
}
