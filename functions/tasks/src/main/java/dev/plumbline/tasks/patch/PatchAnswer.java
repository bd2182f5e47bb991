package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What the function plumbline-patch answers. */
public sealed interface PatchAnswer {

    /**
     * Where something may be patched.
     *
     * @param outcome {@code found} or {@code nothing}
     * @param reason why there is nothing, for people
     * @param waves the waves, in order
     * @param concurrency how many targets are worked on at once
     */
    record Discovered(String outcome, String reason, List<Wave> waves, int concurrency) implements PatchAnswer {
        /** Copies the waves and checks that nothing is missing. */
        public Discovered {
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
            waves = List.copyOf(waves);
        }
    }

    /**
     * A wave.
     *
     * @param number its number
     * @param key where its targets are listed
     */
    record Wave(int number, String key) {
        /** Checks that nothing is missing. */
        public Wave {
            requireNonNull(key, "key is null");
        }
    }

    /**
     * What is to be done in a target.
     *
     * @param steps what may begin now, in order
     * @param lookedAt when it was looked at, milliseconds since 1970
     */
    record Looked(List<PatchStep> steps, long lookedAt) implements PatchAnswer {
        /** Copies the steps. */
        public Looked {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Whether the lease was taken.
     *
     * @param outcome {@code acquired}, or {@code left} where a stopped deployment has left changes that deployments
     *     alone can fence off
     * @param run what reconciles the target, and so clears what was left; its name is empty where nothing was
     */
    record Acquired(String outcome, ThroughStack run) implements PatchAnswer {
        /** Checks that nothing is missing. */
        public Acquired {
            requireNonNull(outcome, "outcome is null");
            requireNonNull(run, "run is null");
        }
    }

    /**
     * Whether a step may begin.
     *
     * @param decision {@code apply}, {@code deferred} or {@code skipped}
     * @param reason why not, for people
     * @param run what reconciles the stack with the step's parameters; its name is empty where the step is applied
     *     itself
     */
    record Gated(String decision, String reason, ThroughStack run) implements PatchAnswer {
        /** Checks that nothing is missing. */
        public Gated {
            requireNonNull(decision, "decision is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(run, "run is null");
        }
    }

    /**
     * A run that applies windowed parameters through their stack.
     *
     * @param name name of its execution; empty for none
     * @param repository exact id of the repository
     * @param ref the branch
     */
    record ThroughStack(String name, String repository, String ref) {

        static final ThroughStack NONE = new ThroughStack("", "", "");

        /** Checks that nothing is missing. */
        public ThroughStack {
            requireNonNull(name, "name is null");
            requireNonNull(repository, "repository is null");
            requireNonNull(ref, "ref is null");
        }
    }

    /**
     * It was done.
     *
     * @param outcome how it ended
     * @param reason why, for people; often empty
     */
    record Done(String outcome, String reason) implements PatchAnswer {
        /** Checks that nothing is missing. */
        public Done {
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * How a wave ended.
     *
     * @param outcome {@code patched} or {@code failed}
     * @param reason why, for people
     * @param bakeSeconds for how long it bakes before the next wave
     * @param baking where the stacks are listed that have to be healthy afterwards; empty where nothing bakes
     */
    record Closed(String outcome, String reason, long bakeSeconds, String baking) implements PatchAnswer {
        /** Checks that nothing is missing. */
        public Closed {
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(baking, "baking is null");
        }
    }

    /**
     * A stack that has to be healthy after it has baked: an item of the document that lists them.
     *
     * @param account account id
     * @param region region
     * @param stack its name in the estate
     */
    record Baking(String account, String region, String stack) {
        /** Checks that nothing is missing. */
        public Baking {
            requireNonNull(account, "account is null");
            requireNonNull(region, "region is null");
            requireNonNull(stack, "stack is null");
        }
    }
}
