package dev.plumbline.estate.read;

import dev.plumbline.estate.Policies;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.Version;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code plumbline.yaml}. */
final class RootReader {

    private static final int CONCURRENCY = 20;
    private static final int MOST_CONCURRENCY = 1_000;

    private final SortedSet<String> environmentFiles;
    private final Version latest;
    private final Problems problems;

    /**
     * Creates a reader.
     *
     * @param environmentFiles the environments for which there are files
     * @param latest the highest version that may be pinned
     * @param problems where problems are added
     */
    RootReader(SortedSet<String> environmentFiles, Version latest, Problems problems) {
        this.environmentFiles = environmentFiles;
        this.latest = latest;
        this.problems = problems;
    }

    /** Returns what the file says; everything that is wrong is reported. */
    RootFile read(Node.Entries document) {
        Fields fields = new Fields(document, RootFile.PATH, problems);
        Optional<Node.Scalar> organization =
                fields.requireText("organization", "the name of the organisation, in lower case");
        organization.ifPresent(name -> Names.judge(name, "an organisation", problems));
        Version pin = fields.requireText("blueprints", "the version of the built-in blueprints, such as \"1.0.0\"")
                .flatMap(this::version)
                .orElse(null);
        SortedMap<String, Integer> waves = waves(fields);
        int concurrency = new Numbers(problems)
                .take(fields, "concurrency", 1, MOST_CONCURRENCY)
                .orElse(CONCURRENCY);
        PolicyRules rules = PolicyRules.ofEstate(fields, problems);
        Policies policies = rules.within(Policies.DEFAULT);
        ScheduleRules schedules = ScheduleRules.ofEstate(fields, problems);
        FindingRules findings = FindingRules.read(fields, problems);
        Patching patching = PatchingRules.read(fields, problems).within(Patching.DEFAULT);
        Optional<Node.Entries> defaults = fields.mapping("defaults");
        RootFile root = defaults.map(mapping -> withDefaults(
                        new Fields(mapping, "defaults", problems),
                        pin,
                        waves,
                        concurrency,
                        policies,
                        rules.transforms(),
                        schedules,
                        findings,
                        patching,
                        organization))
                .orElseGet(() -> new RootFile(
                        name(organization),
                        pin,
                        waves,
                        concurrency,
                        List.of(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        SettingRules.NONE,
                        policies,
                        rules.transforms(),
                        schedules,
                        findings,
                        patching));
        fields.finish();
        return root;
    }

    private RootFile withDefaults(
            Fields defaults,
            @Nullable Version pin,
            SortedMap<String, Integer> waves,
            int concurrency,
            Policies policies,
            SortedSet<String> transforms,
            ScheduleRules schedules,
            FindingRules findings,
            Patching patching,
            Optional<Node.Scalar> organization) {
        RootFile root = new RootFile(
                name(organization),
                pin,
                waves,
                concurrency,
                Regions.read(defaults, "regions", problems),
                TagReader.read(defaults, problems),
                parameters(defaults),
                SettingRules.read(defaults, problems),
                policies,
                transforms,
                schedules,
                findings,
                patching);
        defaults.finish();
        return root;
    }

    private static String name(Optional<Node.Scalar> organization) {
        return organization.map(Node.Scalar::text).orElse("unknown");
    }

    private Optional<Version> version(Node.Scalar text) {
        Optional<Version> version = Version.parse(text.text());
        if (version.isEmpty()) {
            problems.add(
                    text.position(),
                    ProblemCode.WRONG_VALUE,
                    "\"" + text.text() + "\" is not a version",
                    "such as \"1.0.0\"");
        } else if (version.get().compareTo(latest) > 0) {
            problems.add(
                    text.position(),
                    ProblemCode.PIN_UNKNOWN,
                    "this release of Plumbline has no blueprints of version " + version.get(),
                    "its newest are " + latest);
        }
        return version;
    }

    private SortedMap<String, Integer> waves(Fields fields) {
        SortedMap<String, Integer> waves = new TreeMap<>();
        Optional<Node.Items> items = fields.require("waves", "a list of lists of environments")
                .flatMap(node -> Fields.list(node, "waves", problems));
        List<Node> list = items.map(Node.Items::all).orElse(List.of());
        if (items.isPresent() && list.isEmpty()) {
            problems.add(
                    items.get().position(),
                    ProblemCode.WRONG_VALUE,
                    "there are no waves",
                    "an estate has at least one environment");
        }
        for (int index = 0; index < list.size(); index++) {
            int number = index + 1;
            Fields.list(list.get(index), "a wave", problems)
                    .ifPresent(wave -> Fields.texts(wave, "a wave", problems)
                            .forEach(environment -> enter(environment, number, waves)));
        }
        return waves;
    }

    private void enter(Node.Scalar environment, int number, SortedMap<String, Integer> waves) {
        String name = environment.text();
        if (!environmentFiles.contains(name)) {
            problems.add(
                    environment.position(),
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    "there is no environment " + name,
                    Suggestion.closest(name, environmentFiles)
                            .map(close -> "did you mean " + close + "?")
                            .orElse("make environments/" + name + ".yaml, or remove it here"));
        }
        if (waves.putIfAbsent(name, number) != null) {
            problems.add(
                    environment.position(),
                    ProblemCode.ENVIRONMENT_IN_TWO_WAVES,
                    "the environment " + name + " is in a wave already",
                    "it is in wave " + waves.get(name));
        }
    }

    private SortedMap<String, RootFile.ParameterDefaults> parameters(Fields defaults) {
        SortedMap<String, RootFile.ParameterDefaults> parameters = new TreeMap<>();
        ValueReader values = new ValueReader(problems);
        Optional<Node.Entries> byBlueprint = defaults.mapping("parameters");
        if (byBlueprint.isPresent()) {
            for (Node.Entry entry : byBlueprint.get().all().values()) {
                String blueprint = entry.key().text();
                Fields.mapping(entry.value(), "the defaults of " + blueprint, problems)
                        .ifPresent(mapping -> parameters.put(
                                blueprint, new RootFile.ParameterDefaults(entry.key(), values.parameters(mapping))));
            }
        }
        return parameters;
    }
}
