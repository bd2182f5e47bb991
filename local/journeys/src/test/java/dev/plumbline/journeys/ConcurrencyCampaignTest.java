package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.cli.local.Delivery;
import dev.plumbline.cli.local.LocalAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pushes, deliveries sent again, schedules, pull requests, removals, changes by hand and people's answers come in a
 * random order and meet each other half-way. Whatever the order: one run at a time works in an account, no change is
 * made twice, no older commit follows a newer one, none comes to stage that was not in dev before, no schedule brings
 * one anywhere, and in the end the newest commit stands and nothing has drifted. {@code mvn verify} tries one seed;
 * {@code mvn verify -Pcampaign} tries many, {@code -Dplumbline.seeds} says how many, and {@code -Dplumbline.seed} tries
 * one of them again.
 */
@ExtendWith(LocalDefault.class)
class ConcurrencyCampaignTest {

    private static final int STEPS = 10;
    private static final long SEED = 5;
    private static final int SEEDS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A topic that shows in an account which commit was deployed there. */
    private static final String TOLD = """
            Description: Tells which commit stands.
            Parameters:
              Revision:
                Type: String
                Description: Number of the commit.
            Resources:
              Topic:
                Type: AWS::SNS::Topic
                Properties: { DisplayName: !Ref Revision }
            """;

    private final Journey journey;

    ConcurrencyCampaignTest(Journey journey) {
        this.journey = journey;
    }

    @TestFactory
    Stream<DynamicTest> everything_atOnce_keepsItsPromises() {
        LongStream seeds = Boolean.getBoolean("plumbline.campaign")
                ? LongStream.rangeClosed(1, Integer.getInteger("plumbline.seeds", SEEDS))
                : LongStream.of(Long.getLong("plumbline.seed", SEED));
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            journey.restore();
            new Story(new Random(seed)).tell();
        }));
    }

    /** What happens by one seed. */
    private final class Story {

        private final Random random;
        private final Instant begun = Instant.now();
        private final List<String> commits = new ArrayList<>();
        private final List<String> happened = new ArrayList<>();
        private String archive = "";

        Story(Random random) {
            this.random = random;
        }

        void tell() {
            push();
            for (int step = 0; step < STEPS; step++) {
                act();
                pause();
            }
            end();
            assertThat(revision(DEV)).as("dev after %s", happened).isEqualTo(newest());
            assertThat(revision(STAGE)).as("stage after %s", happened).isEqualTo(newest());
            assertThat(stack(DEV, "estate-archive").parameters().getOrDefault("Name", ""))
                    .as("the archive after %s", happened)
                    .isEqualTo(archive);
            assertThat(journey.target(DEV).lease()).isEmpty();
            assertThat(drifted()).as("what has drifted after %s", happened).isEmpty();
            assertThat(scheduled())
                    .as("what schedules brought after %s", happened)
                    .isEmpty();
            assertThat(deployed(DEV))
                    .as("the commits in dev, of those in stage, after %s", happened)
                    .containsAll(deployed(STAGE));
            for (LocalAccount account : List.of(DEV, STAGE)) {
                StackChanges changes = StackChanges.since(begun, journey.administrator(account));
                assertThat(changes.madeTwice()).as("twice after %s", happened).isEmpty();
                assertThat(changes.atOnce()).as("at once after %s", happened).isEmpty();
                assertThat(deployed(account))
                        .as("the commits in %s after %s", account, happened)
                        .isSorted();
            }
        }

        private void act() {
            switch (random.nextInt(9)) {
                case 0, 1 -> push();
                case 2 -> {
                    archive = archive.isEmpty() ? "first" : "";
                    push();
                }
                case 3 -> {
                    archive = archive.equals("first") ? "second" : "first";
                    push();
                }
                case 4 -> {
                    happened.add("told again");
                    var _ = journey.organization().tellAgain();
                }
                case 5 -> {
                    happened.add("schedule");
                    var _ = journey.organization()
                            .emulator()
                            .fire(LocalAccount.hub().id(), "eu-west-1", "plumbline-reconcile");
                }
                case 6 -> {
                    happened.add("pull request");
                    var _ = journey.organization()
                            .propose(tree("proposed").folder(), "change-" + random.nextLong(), "Change", false);
                }
                case 7 -> changeByHand();
                default -> answer(random.nextInt(4) == 0 ? "reject" : "approve");
            }
        }

        private void push() {
            happened.add("push " + commits.size() + (archive.isEmpty() ? "" : " with archive " + archive));
            Delivery sent = journey.send(tree(newestAfterThis()));
            commits.add(sent.after());
        }

        /** Changes the live topic, where it stands, whoever works on its stack meanwhile. */
        private void changeByHand() {
            boolean stands = Stacks.in(journey.administrator(DEV)).resources("estate-told").stream()
                    .anyMatch(resource -> resource.status().endsWith("_COMPLETE"));
            if (stands) {
                happened.add("hand");
                journey.disturb(
                        DEV, "told", "Topic", Map.of("set", Map.of("attributes.DisplayName", "by hand " + STEPS)));
            }
        }

        /** Goes on at once, or once somebody works in dev, or is asked. */
        private void pause() {
            switch (random.nextInt(3)) {
                case 0 -> {
                    // Goes on at once.
                }
                case 1 ->
                    await().atMost(PATIENCE)
                            .until(() -> idle()
                                    || !open().isEmpty()
                                    || journey.target(DEV).lease().isPresent());
                default -> await().atMost(PATIENCE).until(() -> idle() || !open().isEmpty());
            }
        }

        /** Lets everything be done; where somebody refused what the newest commit wants, it is asked for again. */
        private void end() {
            allow();
            if (!revision(STAGE).equals(newest())
                    || !stack(DEV, "estate-archive")
                            .parameters()
                            .getOrDefault("Name", "")
                            .equals(archive)) {
                happened.add("reconcile");
                journey.organization()
                        .deployment()
                        .reconcile("person-" + random.nextLong(), "what was refused is wanted after all");
                allow();
            }
        }

        private void allow() {
            await().atMost(PATIENCE).until(() -> {
                answer("approve");
                return idle();
            });
        }

        private void answer(String word) {
            for (Question question : open()) {
                happened.add(word + " " + question.stack().stack());
                var _ = journey.command(
                        word,
                        question.run(),
                        question.place(),
                        "--changes",
                        question.changesId(),
                        "--reason",
                        "by chance");
            }
        }

        private List<Question> open() {
            return journey.ledger().questions().open().stream()
                    .filter(question ->
                            question.answer().isEmpty() && question.taskToken().isPresent())
                    .toList();
        }

        private boolean idle() {
            return journey.organization().emulator().running() == 0;
        }

        /** The places, among the commits, of those that runs have deployed to an account, one after the other. */
        private List<Integer> deployed(LocalAccount account) {
            record Deployed(Instant at, int commit) {}
            return journey.ledger().runs().recent(Instant.now(), 100).stream()
                    .filter(run -> run.startedAt().isAfter(begun)
                            && !run.trigger().equals("schedule")
                            && commits.contains(run.commit()))
                    .flatMap(run -> journey.ledger().progress().lines(run.id()).stream()
                            .filter(line -> line.stack().equals(Journey.stack(account, "told")) && isMade(line))
                            .map(line -> new Deployed(line.startedAt(), commits.indexOf(run.commit()))))
                    .sorted(Comparator.comparing(Deployed::at))
                    .map(Deployed::commit)
                    .toList();
        }

        /** What is left of changes by hand, once the schedule has come twice with nothing else going on. */
        private List<DriftRecord> drifted() {
            assertThat(journey.scheduled("dev").outcome().good()).isTrue();
            assertThat(journey.scheduled("dev").outcome())
                    .as("the second schedule after %s", happened)
                    .isEqualTo(Outcome.UNCHANGED);
            return journey.ledger().drifts().of(journey.target(DEV).target()).stream()
                    .filter(record -> record.state().open())
                    .toList();
        }

        /** What schedules have made of the stacks that tell a commit: they may put one back, and never bring one. */
        private List<Line> scheduled() {
            return journey.ledger().runs().recent(Instant.now(), 100).stream()
                    .filter(run ->
                            run.startedAt().isAfter(begun) && run.trigger().equals("schedule"))
                    .flatMap(run -> journey.ledger().progress().lines(run.id()).stream())
                    .filter(line -> line.stack().stack().equals("told") && isMade(line))
                    .toList();
        }

        private static boolean isMade(Line line) {
            return line.action().equals("create") || line.action().equals("update");
        }

        private String newest() {
            return "commit " + (commits.size() - 1);
        }

        private String newestAfterThis() {
            return "commit " + commits.size();
        }

        private String revision(LocalAccount account) {
            return stack(account, "estate-told").parameters().getOrDefault("Revision", "none");
        }

        private Stack stack(LocalAccount account, String name) {
            return Stacks.in(journey.administrator(account)).describe(name);
        }

        private LiveTree tree(String revision) {
            String told = "told:\n  blueprint: told\n  parameters: { Revision: \"" + revision + "\" }\n";
            LiveTree tree = journey.baseline()
                    .write("blueprints/told.yaml", TOLD)
                    .write("blueprints/archive.yaml", Blueprints.ARCHIVE)
                    .addStack("dev", told)
                    .addStack("stage", told);
            return archive.isEmpty() ? tree : tree.addStack("dev", Blueprints.archive("archive", archive, ""));
        }
    }
}
