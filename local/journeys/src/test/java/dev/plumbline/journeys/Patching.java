package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Windows and patches in the accounts of a journey: how a test begins and ends, what AWS offers, what was applied. */
final class Patching {

    /** What RDS offers in these journeys. */
    static final String UPDATE = "system-update";

    private static final String REGION = "eu-west-1";

    private final Journey journey;
    private Instant began = Instant.EPOCH;

    Patching(Journey journey) {
        this.journey = journey;
    }

    /** Begins with the example estate and with nothing to patch. */
    void begin() {
        journey.restore();
        if (!journey.releases().areApplied()
                || !journey.command("patches").startsWith("0\nnothing to patch was seen")) {
            applyWhatIsLeft();
        }
        began = Instant.now();
    }

    /** What was released stays released, and what a run has seen is listed until the next one looks. */
    private void applyWhatIsLeft() {
        journey.push(Windows.in(journey.baseline(), Windows.OPEN, "minor"));
        assertThat(journey.command("patch", "--now")).startsWith("0\n").contains("0 wait");
        journey.releases().allApplied();
        journey.backAt(journey.baseline());
    }

    /** Leaves the versions of the example, and nothing that is offered or broken. */
    void end() {
        journey.faults(Map.of("longestWait", 0.05));
        journey.settle();
        journey.faults(Map.of("longestWait", 0));
        journey.organization().emulator().mendResources();
        journey.organization().emulator().clearOffers();
        boolean patched = List.of(DEV, PROD).stream()
                .anyMatch(account -> !"17.6".equals(windowed(account).get("EngineVersion")));
        if (patched) {
            // On AWS no version goes back; the other journeys begin with those of the example.
            journey.backAt(journey.baseline());
            journey.disturb(PROD, "database", "ReplicaA", Map.of("set", Map.of("EngineVersion", "17.6")));
        }
    }

    /** Returns when the test began. */
    Instant began() {
        return began;
    }

    /** Has RDS offer an update. */
    void pending(LocalAccount account, String logicalId) {
        pending(account, logicalId, Map.of());
    }

    /** Has RDS offer an update; what it is to make of the instance is added. */
    void pending(LocalAccount account, String logicalId, Map<String, ?> more) {
        Map<String, Object> action = new HashMap<>(more);
        action.put("Action", UPDATE);
        action.put("Description", "New Operating System update");
        set(account, logicalId, Map.of("_Maintenance", List.of(action)));
    }

    /** Sets fields of a database until the test is over. */
    void set(LocalAccount account, String logicalId, Map<String, ?> values) {
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
                        values));
    }

    /** What was seen of an account since the test began. */
    List<Patch> patches(LocalAccount account) {
        return journey.ledger().patches().of(target(account)).stream()
                .filter(patch -> !patch.seenAt().isBefore(began))
                .toList();
    }

    /** Returns how often something was taken to 17.7 since the test began. */
    long applied(LocalAccount account, String subject) {
        return journey.ledger().patches().applied(target(account), 10).stream()
                .filter(patch -> patch.subject().equals(subject)
                        && patch.to().equals("17.7")
                        && patch.endedAt().orElseThrow().isAfter(began))
                .count();
    }

    /** Returns the values of the windowed parameters of the databases. */
    Map<String, String> windowed(LocalAccount account) {
        return journey.ledger()
                .stacks()
                .read(Journey.stack(account, "database"))
                .windowed();
    }

    /** Returns the versions of the databases, by name, as RDS tells them. */
    Map<String, String> versions(LocalAccount account) {
        return new Account(journey.administrator(account)).databases();
    }

    /** Lets the schedules of all windows fire, and waits for what they start. */
    void fireWindow() {
        SchedulerClient scheduler =
                journey.administrator(LocalAccount.hub()).client(SchedulerClient.class, SchedulerClient::builder);
        List<String> names = scheduler.listSchedules(request -> request.groupName("plumbline")).schedules().stream()
                .map(ScheduleSummary::name)
                .filter(name -> name.contains("-window-"))
                .toList();
        assertThat(names).isNotEmpty();
        names.forEach(name -> assertThat(journey.organization()
                        .emulator()
                        .fire(LocalAccount.hub().id(), REGION, name))
                .isEqualTo(1));
        journey.settle();
    }

    /** Lets the schedules fire that will at some time, waits for what they start; returns those of windows. */
    List<String> windowsThatFire(Instant at) {
        List<String> names =
                journey.organization().emulator().fireDue(LocalAccount.hub().id(), REGION, at);
        journey.settle();
        return names.stream().filter(name -> name.contains("-window-")).toList();
    }

    /** Returns the id of the run that began last. */
    String lastRun() {
        return journey.ledger().runs().recent(Instant.now(), 1).getFirst().id();
    }

    /** Returns the workflows of the hub. */
    SfnClient workflows() {
        return journey.administrator(LocalAccount.hub()).client(SfnClient.class, SfnClient::builder);
    }

    /** Returns the ARN of a machine of the hub. */
    static String machine(String name) {
        return "arn:aws:states:" + REGION + ":" + LocalAccount.hub().id() + ":stateMachine:" + name;
    }

    /** Returns the one target of an account. */
    static TargetKey target(LocalAccount account) {
        return new TargetKey(account.id(), REGION);
    }
}
