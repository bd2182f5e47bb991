package dev.plumbline.estate.read;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.DeclaredParameter;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Placement;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Follows all references between stacks: each has to lead to an output that is there when it is needed. */
final class ReferenceChecks {

    private final SortedMap<String, Environment> environments;
    private final SortedMap<String, Blueprint> blueprints;
    private final Set<String> broken;
    private final Problems problems;
    private final Placement placement;

    /**
     * Creates the checks.
     *
     * @param environments the environments by name
     * @param blueprints the blueprints by name
     * @param broken environments whose files could not be read, so that nothing is said about references to them
     * @param problems where problems are added
     */
    ReferenceChecks(
            SortedMap<String, Environment> environments,
            SortedMap<String, Blueprint> blueprints,
            Set<String> broken,
            Problems problems) {
        this.environments = environments;
        this.blueprints = blueprints;
        this.broken = broken;
        this.problems = problems;
        this.placement = new Placement(environments);
    }

    /** Reports everything that is wrong with references. */
    void run() {
        for (Environment environment : environments.values()) {
            for (String region : environment.regions()) {
                Cycles cycles = new Cycles(problems);
                for (StackDeclaration stack : environment.stacks().values()) {
                    if (stack.regions().contains(region)) {
                        follow(environment, region, stack, cycles);
                    }
                }
                cycles.report();
            }
        }
    }

    private void follow(Environment environment, String region, StackDeclaration stack, Cycles cycles) {
        for (Map.Entry<String, DeclaredParameter> parameter : stack.parameters().entrySet()) {
            Position position = parameter.getValue().position();
            parameter.getValue().value().references().forEach(name -> {
                switch (placement.find(name, environment, region)) {
                    case Placement.Place.NoEnvironment() -> noEnvironment(name, position);
                    case Placement.Place.NoStack(Environment of) -> noStack(name, of, position);
                    case Placement.Place.NoRegion(StackDeclaration of) -> noRegion(name, of, region, position);
                    case Placement.Place.Found found -> {
                        outputs(name, found, position);
                        StackKey from = new StackKey(new TargetKey(environment.account(), region), stack.name());
                        order(from, stack, found, name, position, cycles);
                    }
                }
            });
        }
    }

    private void noEnvironment(OutputName name, Position position) {
        String environment = name.environment().orElse("");
        if (!broken.contains(environment)) {
            problems.add(
                    position,
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    name + ": there is no environment " + environment,
                    Suggestion.hint(environment, environments.keySet()));
        }
    }

    private void noStack(OutputName name, Environment environment, Position position) {
        problems.add(
                position,
                ProblemCode.UNKNOWN_STACK,
                name + ": the environment " + environment.name() + " has no stack " + name.stack(),
                Suggestion.hint(name.stack(), environment.stacks().keySet()));
    }

    private void noRegion(OutputName name, StackDeclaration stack, String region, Position position) {
        String wanted = name.region().orElse(region);
        problems.add(
                position,
                ProblemCode.REFERENCE_REGION,
                name + ": the stack " + stack.name() + " is not in " + wanted,
                stack.regions().isEmpty()
                        ? ""
                        : "name one: ${"
                                + name.environment().map(each -> each + "/").orElse("") + name.stack() + "@"
                                + stack.regions().getFirst() + "." + name.output() + "}");
    }

    private void outputs(OutputName name, Placement.Place.Found found, Position position) {
        Blueprint blueprint = blueprints.get(found.declaration().blueprint());
        if (blueprint != null && !blueprint.outputs().contains(name.output())) {
            problems.add(
                    position,
                    ProblemCode.UNKNOWN_OUTPUT,
                    name + ": the blueprint " + blueprint.name() + " has no output " + name.output(),
                    Suggestion.hint(name.output(), blueprint.outputs()));
        }
    }

    private void order(
            StackKey from,
            StackDeclaration stack,
            Placement.Place.Found found,
            OutputName name,
            Position position,
            Cycles cycles) {
        StackKey to = found.output().stack();
        int wave = found.declaration().wave();
        boolean sameTarget = to.target().equals(from.target());
        if (sameTarget && wave == stack.wave()) {
            cycles.add(from.stack(), to.stack(), position);
        } else if (wave >= stack.wave()) {
            problems.add(
                    position,
                    ProblemCode.REFERENCE_TO_LATER_WAVE,
                    name + " is deployed in wave " + wave + (wave > stack.wave() ? ", after" : ", together with")
                            + " the stack that needs it, in wave " + stack.wave(),
                    sameTarget
                            ? "give the stack " + stack.name() + " the wave " + wave + " or a later one"
                            : "move one of them, by waves in " + RootFile.PATH + " or by wave at the stack");
        }
    }
}
