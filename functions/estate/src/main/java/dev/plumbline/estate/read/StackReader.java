package dev.plumbline.estate.read;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.DeclaredParameter;
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.TemplateParameter;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the stacks of an environment. */
final class StackReader {

    private static final int LAST_WAVE = 99;

    private final RootFile root;
    private final BlueprintSource blueprints;
    private final Problems problems;
    private final ParameterRules rules;

    StackReader(RootFile root, BlueprintSource blueprints, Problems problems) {
        this.root = root;
        this.blueprints = blueprints;
        this.problems = problems;
        this.rules = new ParameterRules(problems);
    }

    /**
     * What holds for all stacks of an environment.
     *
     * @param wave its wave
     * @param regions its regions
     * @param tags its tags, those of the estate included
     * @param policies its policies
     * @param patching when and how far its stacks are patched
     */
    record Around(
            int wave, List<String> regions, SortedMap<String, String> tags, Policies policies, Patching patching) {}

    /** Returns the stack of an entry, or nothing where its name or blueprint cannot be used. */
    Optional<StackDeclaration> read(Node.Entry entry, Around around) {
        Node.Scalar name = entry.key();
        boolean named = Names.judge(name, "a stack", problems);
        Optional<Node.Entries> mapping = Fields.mapping(entry.value(), "the stack " + name.text(), problems);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = new Fields(mapping.get(), "a stack", problems);
        Optional<Node.Scalar> blueprintName = fields.requireText("blueprint", "the name of a blueprint");
        Optional<Blueprint> blueprint = blueprintName.flatMap(blueprints::find);
        SortedMap<String, DeclaredParameter> own = fields.mapping("parameters")
                .map(parameters -> new ValueReader(problems).parameters(parameters))
                .orElseGet(TreeMap::new);
        int wave = new Numbers(problems).take(fields, "wave", 1, LAST_WAVE).orElse(around.wave());
        List<String> regions = regions(fields, name, around.regions());
        SortedMap<String, String> tags = new TreeMap<>(around.tags());
        tags.putAll(TagReader.read(fields, problems));
        if (tags.size() > TagReader.MOST) {
            problems.add(
                    name.position(),
                    ProblemCode.TAG_INVALID,
                    "the stack " + name.text() + " has " + tags.size() + " tags",
                    "at most " + TagReader.MOST + ", the defaults included");
        }
        Policies policies = PolicyRules.ofStack(fields, blueprint, problems).within(around.policies());
        Patching patching = PatchingRules.ofStack(fields, blueprint, problems).within(around.patching());
        fields.finish();
        if (!named || blueprint.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StackDeclaration(
                name.text(),
                blueprint.get().name(),
                wave,
                regions,
                parameters(blueprint.get(), own, name.position()),
                tags,
                policies,
                patching,
                name.position()));
    }

    private List<String> regions(Fields fields, Node.Scalar stack, List<String> all) {
        List<String> only = Regions.read(fields, "regions", problems);
        List<String> not = Regions.read(fields, "exclude-regions", problems);
        Optional<Node> onlyKey = fields.take("regions");
        Optional<Node> notKey = fields.take("exclude-regions");
        if (onlyKey.isPresent() && notKey.isPresent()) {
            problems.add(
                    notKey.get().position(),
                    ProblemCode.WRONG_VALUE,
                    "regions and exclude-regions cannot stand together",
                    "keep one of them");
        }
        onlyKey.ifPresent(key -> unknown(only, all, key.position()));
        notKey.ifPresent(key -> unknown(not, all, key.position()));
        List<String> regions = all.stream()
                .filter(region -> onlyKey.isEmpty() || only.contains(region))
                .filter(region -> !not.contains(region))
                .toList();
        if (regions.isEmpty() && !all.isEmpty()) {
            problems.add(
                    stack.position(),
                    ProblemCode.NO_REGION,
                    "the stack " + stack.text() + " is left without a region",
                    "its environment has " + String.join(", ", all));
        }
        return regions;
    }

    private void unknown(List<String> named, List<String> all, Position position) {
        for (String region : named) {
            if (!all.contains(region)) {
                problems.add(
                        position,
                        ProblemCode.UNKNOWN_REGION,
                        "the environment has no region " + region,
                        Suggestion.hint(region, all));
            }
        }
    }

    /** Lays a stack's parameters over the defaults of its blueprint and judges them. */
    private SortedMap<String, DeclaredParameter> parameters(
            Blueprint blueprint, SortedMap<String, DeclaredParameter> own, Position stack) {
        SortedMap<String, DeclaredParameter> all = new TreeMap<>(root.parametersOf(blueprint.name()));
        all.putAll(own);
        Set<String> misspelt = new HashSet<>();
        all.forEach((name, declared) -> {
            TemplateParameter parameter = blueprint.parameters().get(name);
            if (parameter == null) {
                unknownParameter(blueprint, name, declared.position(), problems);
                Suggestion.closest(name, blueprint.parameters().keySet()).ifPresent(misspelt::add);
            } else {
                rules.judge(blueprint.name(), parameter, declared);
            }
        });
        for (TemplateParameter parameter : blueprint.parameters().values()) {
            // Where it is only misspelt, that was said, with the name that was meant.
            if (parameter.required() && !all.containsKey(parameter.name()) && !misspelt.contains(parameter.name())) {
                problems.add(
                        stack,
                        ProblemCode.MISSING_PARAMETER,
                        "the blueprint " + blueprint.name() + " needs the parameter " + parameter.name(),
                        parameter.constraint());
            }
        }
        return all;
    }

    /** Reports a parameter that a blueprint does not have. */
    static void unknownParameter(Blueprint blueprint, String name, Position position, Problems problems) {
        problems.add(
                position,
                ProblemCode.UNKNOWN_PARAMETER,
                "the blueprint " + blueprint.name() + " has no parameter " + name,
                Suggestion.hint(name, blueprint.parameters().keySet()));
    }
}
