package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.TargetKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * A function dies right after one of its requests took effect while a database, a cluster or a server is patched, by
 * itself and through its stack: whichever request it was, each patch is applied once and is noted as applied.
 * {@code mvn verify} tries a seeded sample of the requests; {@code mvn verify -Pcampaign} tries each.
 */
@ExtendWith(LocalDefault.class)
class PatchKillCampaignTest {

    private static final long SEED = 20261126;

    private static final Set<String> WORKING = Set.of("Task", "Choice", "Map");

    /** Nothing bakes here, and no deployment was stopped before. */
    private static final Set<String> NOT_ENTERED = Set.of("VerifyBaked", "ClearTarget");

    private final Journey journey;
    private final Patching patching;

    PatchKillCampaignTest(Journey journey) {
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
    Stream<DynamicTest> execution_stoppedAtAState_isGoneOnWithByTheNextRun() throws IOException {
        Databases databases = new Databases();
        List<Map.Entry<String, String>> states = new ArrayList<>(states("plumbline-patch"));
        states.addAll(states("plumbline-patch-target"));
        return Kills.of(states.size(), 2, SEED).stream()
                .map(number -> states.get(number - 1))
                .map(state -> DynamicTest.dynamicTest("stopped at " + state, () -> stop(databases, state)));
    }

    /** The states that such a run enters, of a machine as it is deployed. */
    private List<Map.Entry<String, String>> states(String machine) throws IOException {
        String definition = patching.workflows()
                .describeStateMachine(request -> request.stateMachineArn(Patching.machine(machine)))
                .definition();
        return new ObjectMapper()
                .readTree(definition).path("States").properties().stream()
                        .filter(state ->
                                WORKING.contains(state.getValue().path("Type").asText()))
                        .map(state -> Map.entry(machine, state.getKey()))
                        .filter(state -> !NOT_ENTERED.contains(state.getValue()))
                        .toList();
    }

    private void stop(Databases databases, Map.Entry<String, String> state) {
        Instant began = Instant.now();
        TargetKey dev = Patching.target(DEV);
        next(databases);
        journey.faults(Map.of("stopAt", Map.of(state.getKey(), state.getValue())));

        String first = "stop-" + System.nanoTime();
        journey.organization().deployment().patch(first, List.of(dev), false, false, "");
        journey.settle();
        assertThat(patching.workflows()
                        .listExecutions(request -> request.stateMachineArn(Patching.machine(state.getKey()))
                                .statusFilter(ExecutionStatus.ABORTED))
                        .executions())
                .as("it came to that state")
                .anyMatch(execution -> execution.name().contains(first));
        assertThat(journey.command("patch", "dev")).startsWith("0\n").contains("applied, 0 went wrong, 0 wait");
        journey.settle();

        assertThat(journey.ledger().patches().applied(dev, 10))
                .filteredOn(patch -> patch.endedAt().orElseThrow().isAfter(began))
                .allSatisfy(patch -> assertThat(patch.status()).isEqualTo(PatchStatus.DONE))
                .extracting(patch -> patch.kind() + " " + patch.to())
                .containsExactlyInAnyOrderElementsOf(databases.applied());
        assertThat(databases.dev.databases()).containsEntry("dev-app", databases.version());
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
        int count = patched.applied().size();
        assertThat(told).startsWith("0\n").contains(count + " applied, 0 went wrong");
        assumeThat(left).as("it was over before so many requests").isZero();
        List<Patch> applied = journey.ledger().patches().applied(Patching.target(patched.account()), count + 1);
        assertThat(applied.subList(0, count))
                .allSatisfy(patch -> assertThat(patch.status()).isEqualTo(PatchStatus.DONE))
                .extracting(patch -> patch.kind() + " " + patch.to())
                .containsExactlyElementsOf(patched.applied());
        assertThat(applied.get(count).run()).isNotEqualTo(applied.getFirst().run());
        patched.check(Served.read(journey.organization().emulator().requests()));
        assertThat(journey.target(patched.account()).lease()).isEmpty();
    }

    /** A stack of dev that has a window, with the version that it declares. */
    private abstract class Declared implements Patched {

        final Account dev = new Account(journey.administrator(DEV));
        private final String parameter;
        private final String major;
        private final int first;
        private final String stack;
        private final String policy;
        private int minor;

        /**
         * Begins with the version of the example.
         *
         * @param parameter the parameter that declares the version
         * @param stack how the stack begins in the file of its environment
         * @param policy how far its window goes
         */
        Declared(String parameter, String major, int first, String stack, String policy) {
            this.parameter = parameter;
            this.major = major;
            this.first = first;
            this.stack = stack;
            this.policy = policy;
            this.minor = first;
        }

        @Override
        public LocalAccount account() {
            return DEV;
        }

        @Override
        public List<String> command() {
            return List.of("patch", "dev");
        }

        /** The next minor version; after the last that a blueprint takes, it begins anew. */
        @Override
        public void offerNext() {
            if (minor == 99) {
                journey.restore();
                minor = first;
            }
            minor++;
            Ended pushed = journey.push(journey.baseline()
                    .replace("dev", declaration(first), declaration(minor))
                    .replace("dev", stack, stack + "    " + Windows.of(policy)));
            assertThat(pushed.outcome().good()).as(pushed.run().toString()).isTrue();
        }

        private String declaration(int of) {
            return "%s: \"%s.%d\"".formatted(parameter, major, of);
        }

        /** The version that is declared now. */
        String version() {
            return major + "." + minor;
        }
    }

    /** A database: its version through the stack, and an update by itself, with one snapshot before each. */
    private final class Databases extends Declared {

        private int snapshots;

        Databases() {
            super("EngineVersion", "17", 6, "  database:\n", "security");
        }

        @Override
        public void offerNext() {
            super.offerNext();
            Map<String, String> update =
                    Map.of("Action", "system-update", "Description", "New Operating System update");
            journey.disturb(DEV, "database", "Database", Map.of("set", Map.of("_Maintenance", List.of(update))));
            snapshots = dev.snapshots().size();
        }

        @Override
        public List<String> applied() {
            return List.of("engine-version " + version(), "maintenance system-update");
        }

        @Override
        public void check(Served served) {
            assertThat(dev.databases()).containsEntry("dev-app", version());
            assertThat(dev.snapshots()).as("one before each patch").hasSize(snapshots + 2);
            assertThat(served.of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        }
    }

    /** A cluster: its control plane through the stack, then an add-on and a node group by themselves. */
    private final class Clusters extends Declared {

        private String addon = "";
        private String nodes = "";

        Clusters() {
            super("Version", "1", 36, "  cluster:\n    blueprint: eks\n", "minor");
        }

        @Override
        public void offerNext() {
            super.offerNext();
            addon = journey.releases().addon("coredns");
            nodes = journey.releases().nodes();
            // Against another version, and each time another: EKS has to look anew.
            journey.organization().emulator().offer(Map.of("insights", Map.of("1.20", "found with " + nodes)));
        }

        @Override
        public List<String> applied() {
            return List.of("node-image " + nodes, "addon " + addon, "control-plane " + version());
        }

        @Override
        public void check(Served served) {
            assertThat(dev.ask(Operation.DESCRIBE_CLUSTER, "{'name':'dev'}")
                            .at("cluster")
                            .text("version"))
                    .isEqualTo(version());
            assertThat(dev.addonVersion("dev", "coredns")).isEqualTo(addon);
            assertThat(dev.nodeRelease("dev")).isEqualTo(nodes);
            journey.releases().allApplied();
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
            journey.releases().allApplied();
            assertThat(served.of(LocalAccount.hub(), "StartInstanceRefresh")).isEqualTo(1);
            assertThat(journey.ledger().patches().of(Patching.target(LocalAccount.hub())))
                    .filteredOn(patch -> patch.kind().equals("compliance"))
                    .extracting(Patch::status)
                    .contains(PatchStatus.REPORTED);
        }
    }
}
