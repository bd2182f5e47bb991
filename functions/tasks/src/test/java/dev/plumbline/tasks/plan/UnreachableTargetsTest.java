package dev.plumbline.tasks.plan;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.PROD;
import static dev.plumbline.tasks.PlansForTests.output;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.binding.Binder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a plan leaves to its run of targets that it could not look into. */
class UnreachableTargetsTest {

    private static final String WHY = "Could not assume a role. Deploy bootstrap/.";

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final UnreachableTargets targets = new UnreachableTargets(ledger, hub.clock());
    private final PlanDocuments documents =
            new PlanDocuments(Bucket.in(hub.aws().hub(), "plumbline-bucket"), new Binder());
    private final StackPlan cluster = stack(DEV, "cluster");
    private final StackPlan peering = stack(PROD, "peering", output(DEV, "cluster", "Arn"));
    private final StackPlan queue = stack(PROD, "queue");

    @Test
    void note_targetOfALaterWave_isToldBeforeAnyWaveBegins() {
        targets.note("push-1", List.of(wave(1, DEV), wave(2, PROD), wave(3, PROD)), Map.of(PROD, WHY));

        assertThat(ledger.progress().outcomes("push-1"))
                .containsExactly(new TargetOutcome(PROD, 2, Outcome.STALLED, WHY));
    }

    @Test
    void note_repeatedWhenTheTargetCanBeLookedInto_takesItBack() {
        targets.note("push-1", List.of(wave(1, DEV), wave(1, PROD)), Map.of(DEV, WHY, PROD, WHY));
        targets.note("push-1", List.of(wave(1, DEV), wave(1, PROD)), Map.of(PROD, WHY));

        assertThat(ledger.progress().outcomes("push-1"))
                .containsExactly(new TargetOutcome(PROD, 1, Outcome.STALLED, WHY));
    }

    @Test
    void note_targetThatWasDeployedMeanwhile_keepsThatOutcome() {
        TargetOutcome deployed = new TargetOutcome(DEV, 1, Outcome.DEPLOYED, "");
        ledger.progress().put("push-1", deployed, HubForTests.NOW);

        targets.note("push-1", List.of(wave(1, DEV)), Map.of());

        assertThat(ledger.progress().outcomes("push-1")).containsExactly(deployed);
    }

    @Test
    void work_ofAWave_saysOfATargetThatItCannotBeReachedAndOfItsSiblingNothing() {
        List<PlanAnswer.WaveRef> waves = documents.work(
                "push-1",
                HubForTests.BRANCH,
                List.of(),
                List.of(new Wave(1, List.of(planned(DEV, cluster), planned(PROD, queue)))),
                Watch.none(Map.of(DEV, WHY)));

        String written = requireNonNull(hub.objects().get(waves.getFirst().key()), "the wave is written");
        JsonNode items = new Binder().parse(written);
        assertThat(items.get(0).get("unreachable").asText()).isEqualTo(WHY);
        assertThat(items.get(1).get("unreachable").asText()).isEmpty();
    }

    /** At the revision that stands all targets are in one wave: what needs another does not come after it. */
    @Test
    void blocked_stackThatIsNotAsWantedAndNeedsAnUnreachableTarget_waitsAndSaysWhy() {
        TargetPlan prod = planned(PROD, peering, queue);

        assertThat(watch(Set.of()).blocked(prod))
                .containsExactly(Map.entry(
                        "peering", "needs 111111111111/eu-west-1/cluster, whose account could not be looked into"));
        assertThat(watch(Set.of("peering")).blocked(prod))
                .as("what is as wanted needs nothing from there")
                .isEmpty();
    }

    private static Watch watch(Set<String> current) {
        return new Watch(true, true, Map.of(PROD, current), List.of(), Map.of(DEV, WHY));
    }

    private static Wave wave(int number, TargetKey target) {
        return new Wave(number, List.of(target(target, number, Settings.none(), List.of())));
    }

    private static TargetPlan planned(TargetKey key, StackPlan... stacks) {
        TargetPlan plan = target(key, 1, Settings.none(), List.of(List.of(stacks)));
        assertThat(plan.commit()).isEqualTo(COMMIT);
        return plan;
    }
}
