package dev.plumbline.tasks.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.patching.Window;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.directory.PatchableStack;
import dev.plumbline.tasks.directory.PatchingDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeclaredVersionsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final TargetKey PROD = new TargetKey("333333333333", "eu-west-1");
    private static final StackKey DATABASE = new StackKey(PROD, "database");

    private final Ledger ledger = new HubForTests().ledger();

    @Test
    void note_versionAboveTheDeployedOne_waitsReplicasFirst() {
        deployed();

        note("17.7", NOW);

        assertThat(ledger.patches().of(PROD))
                .extracting(Patch::subject, Patch::from, Patch::to, Patch::status, Patch::reason)
                .containsExactlyInAnyOrder(
                        tuple("prod-app", "17.6", "17.7", PatchStatus.PENDING, "its window is closed"),
                        tuple("replicas of prod-app", "17.6", "17.7", PatchStatus.PENDING, "its window is closed"));
    }

    @Test
    void note_again_keepsWhenItWasSeenFirst() {
        deployed();

        note("17.7", NOW);
        note("17.7", NOW.plusSeconds(60));

        assertThat(ledger.patches().of(PROD)).extracting(Patch::seenAt).containsOnly(NOW);
    }

    @Test
    void note_nothingNewer_notesNothing() {
        deployed();

        note("17.6", NOW);
        note("17.5", NOW);

        assertThat(ledger.patches().of(PROD)).isEmpty();
    }

    /** RDS has upgraded both by itself: nothing waits for a window. */
    @Test
    void note_versionThatAwsHasReachedByItself_notesNothing() {
        deployed();
        ledger.stacks().moved(DATABASE, new TreeMap<>(Map.of("EngineVersion", "17.7", "ReplicaEngineVersion", "17.7")));

        note("17.7", NOW);
        assertThat(ledger.patches().of(PROD)).isEmpty();

        note("17.8", NOW);
        assertThat(ledger.patches().of(PROD))
                .extracting(Patch::subject, Patch::from, Patch::to)
                .contains(tuple("prod-app", "17.7", "17.8"));
    }

    @Test
    void note_stackThatWasNotDeployedYet_notesNothing() {
        note("17.7", NOW);

        assertThat(ledger.patches().of(PROD)).isEmpty();
    }

    @Test
    void note_versionThatWentWrong_leavesItAsItIs() {
        deployed();
        note("17.7", NOW);
        ledger.patches()
                .of(PROD)
                .forEach(patch ->
                        ledger.patches().put(patch.begun("run", NOW).ended(PatchStatus.FAILED, "it broke", NOW)));

        note("17.7", NOW.plusSeconds(60));

        assertThat(ledger.patches().of(PROD)).extracting(Patch::status).containsOnly(PatchStatus.FAILED);
    }

    @Test
    void takeBack_versionThatIsDeclaredNoMore_isForgottenAndWhatAwsOffersIsNot() {
        deployed();
        note("17.7", NOW);
        Patch offered = ledger.patches().of(PROD).stream()
                .filter(patch -> patch.subject().equals("prod-app"))
                .findFirst()
                .orElseThrow();
        ledger.patches()
                .put(new Patch(
                        DATABASE,
                        "prod",
                        1,
                        offered.kind(),
                        "prod-other",
                        "17.6",
                        "17.9",
                        "says",
                        PatchStatus.PENDING,
                        "",
                        NOW,
                        null,
                        "",
                        null,
                        null));

        declared().takeBack(directory("17.7"), directory("17.6"));

        assertThat(ledger.patches().of(PROD)).extracting(Patch::subject).containsExactly("prod-other");
    }

    @Test
    void takeBack_lowerVersionInItsPlaceOrTheSame_keepsWhatIsStillDeclared() {
        deployed();
        note("17.7", NOW);

        declared().takeBack(directory("17.8"), directory("17.7"));
        declared().takeBack(directory("17.7"), directory("17.7"));

        assertThat(ledger.patches().of(PROD)).hasSize(2);
    }

    @Test
    void takeBack_stackThatIsGone_isForgotten() {
        deployed();
        note("17.7", NOW);

        declared().takeBack(directory("17.7"), new Directory("commit", List.of(), List.of(), new TreeMap<>()));

        assertThat(ledger.patches().of(PROD)).isEmpty();
    }

    @Test
    void takeBack_whatIsUnderWayOrWentWrong_staysAsItIs() {
        deployed();
        note("17.7", NOW);
        ledger.patches()
                .of(PROD)
                .forEach(patch -> ledger.patches()
                        .put(
                                patch.subject().equals("prod-app")
                                        ? patch.begun("run", NOW)
                                        : patch.begun("run", NOW).ended(PatchStatus.FAILED, "it broke", NOW)));

        declared().takeBack(directory("17.7"), directory("17.6"));

        assertThat(ledger.patches().of(PROD))
                .extracting(Patch::status)
                .containsExactlyInAnyOrder(PatchStatus.RUNNING, PatchStatus.FAILED);
    }

    private DeclaredVersions declared() {
        return new DeclaredVersions(ledger, () -> NOW);
    }

    private void deployed() {
        ledger.stacks()
                .seen(
                        DATABASE,
                        new Deployed(
                                "digest",
                                new TreeMap<>(Map.of("DatabaseId", "prod-app", "ReplicaIds", "prod-app-replica-a")),
                                new TreeMap<>(Map.of("EngineVersion", "17.6", "ReplicaEngineVersion", "")),
                                "UPDATE_COMPLETE",
                                "run",
                                NOW));
    }

    private void note(String version, Instant at) {
        new DeclaredVersions(ledger, () -> at)
                .note(directory(version), ledger.targets().read(List.of(PROD)));
    }

    private static Directory directory(String version) {
        Patching sundays = new Patching(
                PatchPolicy.SECURITY,
                List.of(new Window("cron(0 1 ? * SUN *)", "UTC", Duration.ofHours(2))),
                List.of(),
                new TreeMap<>(),
                Duration.ZERO,
                1);
        PatchableStack stack = new PatchableStack(
                "prod",
                PROD.account(),
                List.of(PROD.region()),
                1,
                "database",
                "rds-postgres",
                "environments/prod.yaml:1:1",
                new TreeMap<>(Map.of(
                        "databases",
                        new TreeMap<>(Map.of(
                                "Database",
                                "DatabaseId",
                                "Replicas",
                                "ReplicaIds",
                                "Version",
                                "EngineVersion",
                                "ReplicaVersion",
                                "ReplicaEngineVersion")))),
                new TreeMap<>(Map.of("EngineVersion", version)),
                PatchingDocument.of(sundays));
        return new Directory("commit", List.of(), List.of(stack), new TreeMap<>());
    }
}
