package dev.plumbline.tasks.plan;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.PROD;
import static dev.plumbline.tasks.PlansForTests.output;
import static dev.plumbline.tasks.PlansForTests.plan;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.SettingsRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.tasks.assignment.SettingsDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final OutputKey VPC_ID = output(DEV, "network", "VpcId");
    private static final Settings ENCRYPTED = new Settings(List.of(new Setting.EbsEncryptionByDefault(true)));

    private final StackPlan network = stack(DEV, "network");
    private final StackPlan cluster = stack(DEV, "cluster", VPC_ID);
    private final StackPlan peering = stack(PROD, "peering", output(DEV, "cluster", "Arn"));
    private final StackPlan alone = stack(PROD, "alone");
    private final Map<StackKey, Standing> standings = new HashMap<>();
    private final Map<TargetKey, TargetState> states = new HashMap<>();

    private final Plan plan = plan(
            target(DEV, 1, Settings.none(), List.of(List.of(network), List.of(cluster))),
            target(PROD, 2, Settings.none(), List.of(List.of(alone, peering))));

    ComparisonTest() {
        stands(network, Map.of("VpcId", "vpc-1"), Verdict.HEALTHY);
        stands(cluster, Map.of("Arn", "arn:1"), Verdict.HEALTHY);
        stands(peering, Map.of(), Verdict.HEALTHY);
        stands(alone, Map.of(), Verdict.HEALTHY);
    }

    @Test
    void work_everythingIsCurrent_isNothing() {
        assertThat(work()).isEmpty();
    }

    @Test
    void work_stackOfWhichNothingIsKnown_isThatStack() {
        standings.put(alone.key(), new Standing.Unknown());
        assertThat(work()).containsExactly("2:alone");
    }

    @Test
    void work_changedStack_takesAlongWhatRefersToIt_alsoInAnotherAccount() {
        standings.put(network.key(), known(network, "f".repeat(64), Map.of("VpcId", "vpc-1"), Verdict.HEALTHY));
        assertThat(work()).containsExactly("1:network", "1:cluster", "2:peering");
    }

    @Test
    void work_outputThatHasChangedSince_isWhatRefersToIt() {
        standings.put(network.key(), known(network, digest(network), Map.of("VpcId", "vpc-2"), Verdict.HEALTHY));
        assertThat(work()).containsExactly("1:cluster", "2:peering");
    }

    @Test
    void work_stackThatWasNeverFoundHealthy_isThatStackAlone() {
        standings.put(network.key(), known(network, digest(network), Map.of("VpcId", "vpc-1"), Verdict.UNHEALTHY));
        assertThat(work()).containsExactly("1:network");
    }

    @Test
    void work_sameValuesFromElsewhere_isThatStackAlone() {
        standings.put(
                cluster.key(),
                new Standing.Known(
                        digest(cluster), new TreeMap<>(Map.of("Arn", "arn:1")), Verdict.HEALTHY, new TreeSet<>()));
        assertThat(work()).containsExactly("1:cluster");
    }

    @Test
    void work_beginningOfTheDigestWasSeen_isNothing() {
        standings.put(alone.key(), known(alone, digest(alone).substring(0, 40), Map.of(), Verdict.HEALTHY));
        assertThat(work()).isEmpty();
    }

    @Test
    void current_changedStack_isNoneOfWhatRefersToIt() {
        standings.put(network.key(), known(network, "f".repeat(64), Map.of("VpcId", "vpc-1"), Verdict.HEALTHY));
        assertThat(comparison(plan).current()).isEqualTo(Map.of(PROD, Set.of("alone")));
    }

    @Test
    void current_stackThatWasNeverFoundHealthy_isThatStackToo() {
        standings.put(network.key(), known(network, digest(network), Map.of("VpcId", "vpc-1"), Verdict.UNHEALTHY));
        assertThat(comparison(plan).current().get(DEV)).containsExactly("cluster", "network");
    }

    @Test
    void work_settingsThatWereNeverApplied_isTheTargetWithoutStacks() {
        List<Wave> waves = comparison(plan(target(DEV, 1, ENCRYPTED, List.of(List.of(network)))))
                .work();
        assertThat(waves).hasSize(1);
        assertThat(waves.getFirst().targets().getFirst().levels()).isEmpty();
        assertThat(waves.getFirst().targets().getFirst().settings()).isEqualTo(ENCRYPTED);
    }

    @Test
    void work_settingsThatHold_isNothingUntilAStackOfTheTargetChanges() {
        applied(Verdict.HEALTHY);
        Plan withSettings = plan(target(DEV, 1, ENCRYPTED, List.of(List.of(network))));
        assertThat(comparison(withSettings).work()).isEmpty();
        standings.put(network.key(), new Standing.Unknown());
        assertThat(comparison(withSettings)
                        .work()
                        .getFirst()
                        .targets()
                        .getFirst()
                        .settings())
                .isEqualTo(ENCRYPTED);
    }

    @Test
    void work_settingsThatDidNotHold_areAppliedAgain() {
        applied(Verdict.UNHEALTHY);
        assertThat(comparison(plan(target(DEV, 1, ENCRYPTED, List.of(List.of(network)))))
                        .work())
                .hasSize(1);
    }

    private void applied(Verdict verdict) {
        SettingsRecord record = new SettingsRecord(SettingsDigest.of(ENCRYPTED), verdict, "", Instant.EPOCH);
        states.put(
                DEV,
                new TargetState(
                        DEV, "dev", "", Instant.EPOCH, Instant.EPOCH, null, new TreeMap<>(), record, null, List.of()));
    }

    private void stands(StackPlan stack, Map<String, String> outputs, Verdict verdict) {
        standings.put(stack.key(), known(stack, digest(stack), outputs, verdict));
    }

    private static Standing known(StackPlan stack, String digest, Map<String, String> outputs, Verdict verdict) {
        return new Standing.Known(digest, new TreeMap<>(outputs), verdict, stack.needs());
    }

    private String digest(StackPlan stack) {
        return stack.digest(output -> Optional.of(output.output().equals("VpcId") ? "vpc-1" : "arn:1"))
                .orElseThrow();
    }

    private List<String> work() {
        return comparison(plan).work().stream()
                .flatMap(wave -> wave.targets().stream()
                        .flatMap(target -> target.stacks().map(stack -> wave.number() + ":" + stack.name())))
                .toList();
    }

    private Comparison comparison(Plan of) {
        return new Comparison(of, standings, states);
    }
}
