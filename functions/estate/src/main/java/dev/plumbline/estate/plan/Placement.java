package dev.plumbline.estate.plan;

import dev.plumbline.estate.Environment;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.Map;

/** Finds the account and region that a reference leads to. */
public final class Placement {

    private final Map<String, Environment> environments;

    /** Creates it for the environments of an estate, by name. */
    public Placement(Map<String, Environment> environments) {
        this.environments = Map.copyOf(environments);
    }

    /** Where a reference leads. */
    public sealed interface Place {

        /**
         * Exactly one stack.
         *
         * @param output which output of it
         * @param environment the environment that it is in
         * @param declaration its declaration
         */
        record Found(OutputKey output, Environment environment, StackDeclaration declaration) implements Place {}

        /** The environment does not exist. */
        record NoEnvironment() implements Place {}

        /**
         * The environment has no such stack.
         *
         * @param environment the environment
         */
        record NoStack(Environment environment) implements Place {}

        /**
         * The stack is not in the region, or it is in several and none is said.
         *
         * @param declaration the stack
         */
        record NoRegion(StackDeclaration declaration) implements Place {}
    }

    /** Returns where a reference leads that stands in an environment, for its stack in a region. */
    public Place find(OutputName name, Environment from, String region) {
        Environment environment = name.environment()
                .map(environments::get)
                .orElse(name.environment().isPresent() ? null : from);
        if (environment == null) {
            return new Place.NoEnvironment();
        }
        StackDeclaration stack = environment.stacks().get(name.stack());
        if (stack == null) {
            return new Place.NoStack(environment);
        }
        String wanted = name.region()
                .orElse(stack.regions().size() == 1 ? stack.regions().getFirst() : region);
        if (!stack.regions().contains(wanted)) {
            return new Place.NoRegion(stack);
        }
        StackKey key = new StackKey(new TargetKey(environment.account(), wanted), stack.name());
        return new Place.Found(new OutputKey(key, name.output()), environment, stack);
    }
}
