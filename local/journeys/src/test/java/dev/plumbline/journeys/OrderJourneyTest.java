package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.cli.local.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pushes that are repeated, replayed, overtaken and taken back. */
@ExtendWith(LocalDefault.class)
class OrderJourneyTest {

    private static final String BRANCH = "refs/heads/main";

    private final Journey journey;

    OrderJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @Test
    void delivery_fiveTimesAtOnce_isOneRun() throws Exception {
        String before = journey.organization().head();
        Delivery pushed = journey.send(withRetention(3));
        Callable<Delivery> again = () -> journey.organization().deliver(before, pushed.after());

        List<Future<Delivery>> repeated;
        try (ExecutorService couriers = Executors.newFixedThreadPool(5)) {
            repeated = couriers.invokeAll(List.of(again, again, again, again, again));
        }
        Ended run = journey.ended(pushed);

        assertThat(repeated)
                .allSatisfy(delivery -> assertThat(delivery.get().run()).isEqualTo(pushed.run()));
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isEqualTo(1);
    }

    @Test
    void delivery_replayedAfterTheRunEnded_startsNoOther() {
        String before = journey.organization().head();
        Delivery pushed = journey.send(withRetention(5));
        journey.ended(pushed);
        int known = runs();

        Delivery replayed = journey.organization().deliver(before, pushed.after());
        journey.settle();

        assertThat(replayed.run()).isEqualTo(pushed.run());
        assertThat(runs()).isEqualTo(known);
    }

    /**
     * Threat model: {@code replay-a-delivery}. Stopped as its plan begins, the run has not even read Git, and its name
     * is taken for 90 days (StartExecution, API reference).
     */
    @Test
    void delivery_afterARunThatWasStoppedBeforeItsClaim_startsAnother() {
        String before = journey.organization().head();
        long version = journey.ledger().heads().read(BRANCH).version();
        journey.faults(Map.of("stopAt", Map.of("plumbline-reconcile", "Plan")));
        Delivery stopped = journey.send(withRetention(30));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> journey.ledger().heads().read(BRANCH).version() > version);

        Delivery again = journey.organization().deliver(before, stopped.after());

        assertThat(again.run()).isPresent().isNotEqualTo(stopped.run());
        assertThat(journey.ended(again).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.deployedRetention()).isEqualTo(30);
    }

    @Test
    void delivery_ofAnOlderCommit_neverRollsBack() {
        String old = journey.organization().head();
        journey.push(withRetention(14));
        Optional<String> replayed =
                journey.organization().deliver("0".repeat(40), old).run();

        replayed.ifPresent(run -> assertThat(journey.ended(run).outcome()).isEqualTo(Outcome.UNCHANGED));

        assertThat(journey.deployedRetention()).isEqualTo(14);
    }

    @Test
    void push_twoCommitsInQuickSuccession_endsAtTheNewest() {
        journey.faults(Map.of("slowStacks", Map.of("estate-network", 2)));
        Delivery first = journey.send(withRetention(30));
        Delivery second = journey.send(withRetention(60));

        Ended overtaken = journey.ended(first);
        Ended newest = journey.ended(second);

        assertThat(newest.outcome().good()).isTrue();
        assertThat(overtaken.outcome())
                .as(overtaken.toString())
                .isIn(Outcome.OVERTAKEN, Outcome.DEPLOYED, Outcome.UNCHANGED);
        assertThat(journey.deployedRetention()).isEqualTo(60);
        assertThat(journey.organization().head()).isEqualTo(newest.run().commit());
    }

    @Test
    void forcePush_backAndForth_deploysEachHead() {
        String before = journey.organization().head();
        String after = journey.push(withRetention(90)).run().commit();

        List<Integer> seen = Stream.of(before, after, before, after)
                .map(commit -> {
                    assertThat(journey.ended(journey.organization().forcePush(commit))
                                    .outcome())
                            .isEqualTo(Outcome.DEPLOYED);
                    return journey.deployedRetention();
                })
                .toList();

        assertThat(seen).containsExactly(7, 90, 7, 90);
    }

    @Test
    void green_olderCommitWhileTheNewestIsRed_isDeployedAndNeverTakenBack() {
        String older = journey.commitUnheard(withRetention(14));
        String green = journey.commitUnheard(withRetention(30));
        String red = journey.commitUnheard(withRetention(60));

        assertThat(journey.green(green).run().commit()).isEqualTo(green);
        assertThat(journey.deployedRetention()).isEqualTo(30);

        assertThat(journey.green(older).outcome()).isEqualTo(Outcome.OVERTAKEN);
        assertThat(journey.deployedRetention()).isEqualTo(30);

        assertThat(journey.green(red).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.green(green).outcome()).isEqualTo(Outcome.OVERTAKEN);
        assertThat(journey.deployedRetention()).isEqualTo(60);
    }

    @Test
    void catchUp_behindTheGate_deploysNothingButSaysWhatWaitsForWhat() {
        journey.configure(Map.of(
                "Gate", "circleci",
                "CircleCiProject", "84996744-a854-4f5e-aea3-04e2851dc1d2",
                "CircleCiWorkflow", "check",
                "Configuration", "gated"));
        try {
            String waiting = journey.commitUnheard(withRetention(14));
            int before = runs();

            journey.catchUp();
            journey.catchUp();

            assertThat(journey.deployedRetention()).isEqualTo(7);
            assertThat(runs()).as("runs").isEqualTo(before);
            assertThat(journey.command("status"))
                    .contains("commit " + waiting.substring(0, 12) + " waits since", "to be green");

            assertThat(journey.green(waiting).outcome()).isEqualTo(Outcome.DEPLOYED);
            journey.catchUp();

            assertThat(journey.deployedRetention()).isEqualTo(14);
            assertThat(journey.command("status")).doesNotContain("waits since");
        } finally {
            journey.configure(
                    Map.of("Gate", "push", "CircleCiProject", "", "CircleCiWorkflow", "", "Configuration", "ungated"));
        }
    }

    private LiveTree withRetention(int days) {
        return journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: " + days);
    }

    private int runs() {
        return journey.recentRuns();
    }
}
