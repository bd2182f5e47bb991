package dev.plumbline.estate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Drift;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RemovalsTest {

    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final TargetKey HUB = new TargetKey("555555555555", "eu-west-1");

    @Test
    void after_everythingDeclared_removesNothing() {
        Removals removals = new Removals(Map.of(key(DEV, "network"), standing("dev")));

        assertThat(removals.after(plan(DEV, "network"))).isEmpty();
    }

    @Test
    void after_chainOverAccounts_goesInReverseOrderAfterTheLastWave() {
        Removals removals = new Removals(Map.of(
                key(HUB, "keys"), standing("shared-services"),
                key(DEV, "network"), standing("dev", key(HUB, "keys")),
                key(DEV, "apps"), standing("dev", key(DEV, "network")),
                key(DEV, "stays"), standing("dev")));

        List<Wave> waves = removals.after(plan(DEV, "stays"));

        assertThat(waves).extracting(Wave::number).containsExactly(3, 4, 5);
        assertThat(waves.stream().map(RemovalsTest::removed))
                .containsExactly(List.of(key(DEV, "apps")), List.of(key(DEV, "network")), List.of(key(HUB, "keys")));
    }

    @Test
    void after_environmentThatIsGone_knowsItsAccountAndName() {
        Removals removals = new Removals(Map.of(key(DEV, "network"), standing("dev")));

        assertThat(removals.after(plan(HUB, "keys")))
                .singleElement()
                .satisfies(wave -> assertThat(wave.targets()).singleElement().satisfies(target -> {
                    assertThat(target.environment()).isEqualTo("dev");
                    assertThat(target.account()).isEqualTo("111111111111");
                }));
    }

    @Test
    void after_regionThatIsGone_removesWhatIsInItAlone() {
        TargetKey other = new TargetKey(DEV.account(), "us-east-1");
        Removals removals =
                new Removals(Map.of(key(DEV, "network"), standing("dev"), key(other, "network"), standing("dev")));

        assertThat(removals.after(plan(DEV, "network")).stream().map(RemovalsTest::removed))
                .containsExactly(List.of(key(other, "network")));
    }

    @Test
    void after_stillUsedByWhatStays_namesTheDependant() {
        Removals removals = new Removals(Map.of(
                key(HUB, "keys"), standing("shared-services"), key(DEV, "apps"), standing("dev", key(HUB, "keys"))));

        Removal removal = removals.after(plan(DEV, "apps"))
                .getFirst()
                .targets()
                .getFirst()
                .removals()
                .getFirst();

        assertThat(removal.dependants()).containsExactly(key(DEV, "apps"));
    }

    @Test
    void after_stacksThatNeedEachOther_goTogether() {
        Removals removals = new Removals(
                Map.of(key(DEV, "a"), standing("dev", key(DEV, "b")), key(DEV, "b"), standing("dev", key(DEV, "a"))));

        assertThat(removals.after(plan(HUB, "keys")).stream().map(RemovalsTest::removed))
                .containsExactly(List.of(key(DEV, "a"), key(DEV, "b")));
    }

    @Test
    void removals_writtenAndRead_areTheSame() {
        TargetPlan target = new Removals(
                        Map.of(key(DEV, "network"), standing("dev"), key(HUB, "x"), standing("h", key(DEV, "network"))))
                .after(plan(HUB, "x"))
                .getFirst()
                .targets()
                .getFirst();

        assertThat(PlanJson.readTarget(PlanJson.write(target))).isEqualTo(target);
    }

    private static List<StackKey> removed(Wave wave) {
        return wave.targets().stream()
                .flatMap(target -> target.removals().stream())
                .map(Removal::key)
                .toList();
    }

    private static Plan plan(TargetKey target, String... declared) {
        TargetPlan planned = new TargetPlan(
                "c".repeat(40),
                2,
                "environment",
                target,
                List.of(),
                true,
                new TreeSet<>(List.of(declared)),
                Settings.none(),
                Drift.REVERT);
        return new Plan(Plan.VERSION, "c".repeat(40), "acme", 1, List.of(), List.of(new Wave(2, List.of(planned))));
    }

    private static Removals.Standing standing(String environment, StackKey... needs) {
        return new Removals.Standing(environment, new TreeSet<>(Arrays.asList(needs)));
    }

    private static StackKey key(TargetKey target, String stack) {
        return new StackKey(target, stack);
    }
}
