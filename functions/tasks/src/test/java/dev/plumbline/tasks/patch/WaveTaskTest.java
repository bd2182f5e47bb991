package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.directory.PatchableStack;
import dev.plumbline.tasks.directory.PatchingDocument;
import dev.plumbline.tasks.wave.TargetMachine;
import dev.plumbline.tasks.wave.WaveOutcomes;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The end of a wave of patching, however large. The quota of Step Functions for what a task answers is 262,144 bytes
 * (service quotas, state machine executions), and {@code States.ALL} does not catch what is beyond.
 */
class WaveTaskTest {

    private static final int QUOTA = 262_144;
    private static final int TARGETS = 1_000;
    private static final String KEY = "runs/patch-1/waves/1.json";

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Binder binder = new Binder();
    private final Bucket bucket = Bucket.in(hub.aws().hub(), "plumbline-bucket");
    private final Branch branch = new Branch("github:1", HubForTests.BRANCH);
    private final Directories directories = new Directories(ledger, bucket, binder);
    private final WaveTask task = new WaveTask(
            ledger,
            bucket,
            new WaveOutcomes(ledger, bucket, hub.workflows(), new TargetMachine("arn:aws:states:::machine"), binder),
            directories,
            branch,
            binder);

    @BeforeEach
    void write() {
        bucket.putJson(
                KEY,
                binder.tree(targets()
                        .map(target -> new PatchAssignment(
                                "patch-1-" + target.account(),
                                "patch-1",
                                "dev",
                                target.account(),
                                target.region(),
                                1,
                                List.of("database"),
                                false,
                                false))
                        .toList()));
    }

    @Test
    void close_aThousandTargetsThatFailed_answersLessThanTheMachineTakes() {
        String why = "database: " + "the instance did not come back. ".repeat(10);
        targets().forEach(target -> ended(target, Outcome.FAILED, why));

        PatchAnswer.Closed closed = close();

        assertThat(closed.outcome()).isEqualTo("failed");
        assertThat(closed.reason()).startsWith("dev eu-west-1: database: ").endsWith("… and 980 more");
        assertThat(binder.text(closed)).hasSizeLessThan(QUOTA);
    }

    @Test
    void close_oneReasonThatIsEndless_isCutToWhatTheMachineTakes() {
        targets().forEach(target -> ended(target, Outcome.FAILED, "x".repeat(30_000)));

        assertThat(binder.text(close())).hasSizeLessThan(QUOTA);
    }

    @Test
    void close_manyStacksThatBake_listsThemInADocument() {
        directories.write(
                ledger.heads().read(HubForTests.BRANCH),
                new Directory("c", List.of(), List.of(stack(1, 0), stack(2, 3_600)), new TreeMap<>()));
        hub.everywhere("c");
        targets().forEach(target -> {
            ended(target, Outcome.DEPLOYED, "");
            IntStream.range(0, 3).forEach(subject -> done(target, subject));
        });

        PatchAnswer.Closed closed = close();

        assertThat(closed).isEqualTo(new PatchAnswer.Closed("patched", "", 3_600, "runs/patch-1/waves/1-baking.json"));
        assertThat(binder.parse(requireNonNull(hub.objects().get(closed.baking()), "it is written")))
                .as("each stack once, however much of it was patched")
                .hasSize(TARGETS)
                .first()
                .isEqualTo(
                        binder.parse("{\"account\":\"100000000000\",\"region\":\"eu-west-1\",\"stack\":\"database\"}"));
    }

    private PatchAnswer.Closed close() {
        return task.close(new PatchInput.CloseWave("patch-1", KEY));
    }

    private static Stream<TargetKey> targets() {
        return IntStream.range(0, TARGETS).mapToObj(n -> new TargetKey("1" + "%011d".formatted(n), "eu-west-1"));
    }

    private void ended(TargetKey target, Outcome outcome, String reason) {
        ledger.progress().put("patch-1", new TargetOutcome(target, 1, outcome, reason), HubForTests.NOW);
    }

    private void done(TargetKey target, int subject) {
        ledger.patches()
                .put(new Patch(
                        new StackKey(target, "database"),
                        "dev",
                        1,
                        "maintenance",
                        "app-" + subject,
                        "17.6",
                        "17.7",
                        "says",
                        PatchStatus.DONE,
                        "",
                        HubForTests.NOW,
                        null,
                        "patch-1",
                        HubForTests.NOW,
                        HubForTests.NOW));
    }

    private static PatchableStack stack(int wave, long bakeSeconds) {
        return new PatchableStack(
                "dev",
                "100000000000",
                List.of("eu-west-1"),
                wave,
                "database",
                "rds-postgres",
                "environments/dev.yaml:1:1",
                new TreeMap<>(),
                new TreeMap<>(),
                new PatchingDocument("security", List.of(), List.of(), new TreeMap<>(), bakeSeconds, 5));
    }
}
