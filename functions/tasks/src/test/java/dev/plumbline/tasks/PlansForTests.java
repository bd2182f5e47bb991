package dev.plumbline.tasks;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Digests;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.PlannedBlueprint;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.estate.plan.Windowing;
import dev.plumbline.estate.rules.StackRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans, as short as a test wants them. */
public final class PlansForTests {

    public static final String COMMIT = "c".repeat(40);
    public static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    public static final TargetKey PROD = new TargetKey("333333333333", "eu-west-1");

    private PlansForTests() {}

    public static StackPlan stack(TargetKey target, String name, OutputKey... references) {
        return stack(target, name, Approvals.DESTRUCTIVE, references);
    }

    public static StackPlan stack(TargetKey target, String name, Approvals approvals, OutputKey... references) {
        TreeMap<String, Value<OutputKey>> parameters = new TreeMap<>();
        parameters.put("Name", Value.text(name));
        SortedSet<StackKey> needs = new TreeSet<>();
        for (OutputKey reference : references) {
            parameters.put("From" + parameters.size(), new Value.Reference<>(reference));
            needs.add(reference.stack());
        }
        return new StackPlan(
                new StackKey(target, name),
                blueprint(name),
                parameters,
                new TreeMap<>(),
                needs,
                new StackRules(
                        approvals,
                        Duration.ofDays(3),
                        DriftPolicy.DEFAULT,
                        blueprint(name).stateful(),
                        ""),
                Windowing.PUSHED,
                new Position("environments/dev.yaml", 7, 3));
    }

    /** The same stack with another policy for its drift. */
    public static StackPlan with(StackPlan plain, DriftPolicy drift) {
        return with(plain, plain.blueprint(), drift);
    }

    /** The same stack of another blueprint. */
    public static StackPlan with(StackPlan plain, PlannedBlueprint blueprint) {
        return with(plain, blueprint, plain.drift());
    }

    private static StackPlan with(StackPlan plain, PlannedBlueprint blueprint, DriftPolicy drift) {
        return new StackPlan(
                plain.key(),
                blueprint,
                plain.parameters(),
                plain.tags(),
                plain.needs(),
                new StackRules(plain.approvals(), plain.approvalsExpireAfter(), drift, blueprint.stateful(), ""),
                plain.windowing(),
                plain.position());
    }

    /** The same stack, of which AWS itself moves something. */
    public static StackPlan with(StackPlan plain, AwsMove... moves) {
        PlannedBlueprint without = plain.blueprint();
        return with(
                plain,
                new PlannedBlueprint(
                        without.name(),
                        without.version(),
                        without.templateDigest(),
                        without.defaults(),
                        without.secrets(),
                        without.checks(),
                        without.stateful(),
                        without.windowed(),
                        List.of(moves)));
    }

    /** The same stack of a blueprint of the company's own. */
    public static StackPlan own(StackPlan builtIn) {
        PlannedBlueprint of = builtIn.blueprint();
        return with(
                builtIn,
                new PlannedBlueprint(
                        of.name(),
                        Blueprint.OWN,
                        of.templateDigest(),
                        of.defaults(),
                        of.secrets(),
                        of.checks(),
                        of.stateful(),
                        of.windowed(),
                        of.moves()));
    }

    /** The same stack with values for some parameters. */
    public static StackPlan with(StackPlan plain, Map<String, String> values) {
        TreeMap<String, Value<OutputKey>> parameters = new TreeMap<>(plain.parameters());
        values.forEach((name, text) -> parameters.put(name, Value.text(text)));
        return new StackPlan(
                plain.key(),
                plain.blueprint(),
                parameters,
                plain.tags(),
                plain.needs(),
                plain.rules(),
                plain.windowing(),
                plain.position());
    }

    public static OutputKey output(TargetKey target, String stack, String output) {
        return new OutputKey(new StackKey(target, stack), output);
    }

    public static TargetPlan target(TargetKey target, int wave, Settings settings, List<List<StackPlan>> levels) {
        TreeSet<String> declared = levels.stream()
                .flatMap(List::stream)
                .map(StackPlan::name)
                .collect(Collectors.toCollection(TreeSet::new));
        String environment = target.equals(PROD) ? "prod" : "dev";
        return new TargetPlan(COMMIT, wave, environment, target, levels, true, declared, settings, Drift.REVERT);
    }

    public static Plan plan(TargetPlan... targets) {
        List<Wave> waves = Arrays.stream(targets)
                .collect(Collectors.groupingBy(TargetPlan::wave, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(wave -> new Wave(wave.getKey(), wave.getValue()))
                .toList();
        return new Plan(Plan.VERSION, COMMIT, "acme", 20, List.of(), waves);
    }

    private static PlannedBlueprint blueprint(String name) {
        String digest = Digests.sha256(name.getBytes(StandardCharsets.UTF_8));
        SortedSet<String> none = new TreeSet<>();
        return new PlannedBlueprint(
                name,
                "1.0.0",
                digest,
                new TreeMap<>(),
                none,
                List.of(),
                new TreeSet<>(List.of("Data")),
                none,
                List.of());
    }
}
