package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.TargetPlan;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the machine reconcile, and people who look into an account, ask of the function plumbline-plan. */
public sealed interface PlanInput {

    /**
     * Plan a run.
     *
     * @param run id of the run, the name of its execution
     * @param execution ARN of the execution
     * @param startedAt when the execution was started, ISO 8601
     * @param attempt how often this was tried before
     * @param input what the execution was started with
     */
    record Plan(String run, String execution, String startedAt, int attempt, Wish input) implements PlanInput {
        /** Checks that nothing is missing. */
        public Plan {
            requireNonNull(run, "run is null");
            requireNonNull(execution, "execution is null");
            var _ = Instant.parse(startedAt);
            requireNonNull(input, "input is null");
        }

        /** Returns when the execution was started. */
        Instant begunAt() {
            return Instant.parse(startedAt);
        }

        /** Returns the ARN of the execution of another run of the same machine. */
        String executionOf(String otherRun) {
            return execution.substring(0, execution.lastIndexOf(':') + 1) + otherRun;
        }
    }

    /**
     * Look what stands in a target, for a person who looks for what is left there.
     *
     * @param account the account's id
     * @param region the region
     */
    record LookAround(String account, String region) implements PlanInput {
        /** Checks that nothing is missing. */
        public LookAround {
            TargetKey.check(account, region);
        }

        TargetKey target() {
            return new TargetKey(account, region);
        }
    }

    /**
     * Look how a stack stands, for a person who wants it explained.
     *
     * @param account the account's id
     * @param region the region
     * @param stack the stack's name in the estate
     */
    record LookAtStack(String account, String region, String stack) implements PlanInput {
        /** Checks that nothing is missing. */
        public LookAtStack {
            TargetKey.check(account, region);
            requireNonNull(stack, "stack is null");
        }

        TargetKey target() {
            return new TargetKey(account, region);
        }
    }

    /**
     * What an execution is started with. What it says of commits is a hint: Git is asked.
     *
     * @param trigger what set it off: {@code push}, {@code circleci}, {@code catch-up}, {@code schedule},
     *     {@code finding}, {@code patch} or {@code person}
     * @param repository exact id of the repository
     * @param ref the branch
     * @param before the commit before, as the hint says, or null
     * @param after the commit afterwards, as the hint says, or null
     * @param reason why a person started it, or null
     * @param scope the targets that are reconciled at the revision that was deployed there last, or null for a run that
     *     takes the head of the branch through the waves
     * @param patch the versions that are applied in that scope, or null where nothing is patched
     * @param delivery id of the delivery that started it, or null; two deliveries of the same movement differ by it
     */
    record Wish(
            String trigger,
            String repository,
            String ref,
            @Nullable String before,
            @Nullable String after,
            @Nullable String reason,
            @Nullable Scope scope,
            @Nullable Patch patch,
            @Nullable String delivery) {
        /** Checks that nothing is missing. */
        public Wish {
            requireNonNull(trigger, "trigger is null");
            requireNonNull(repository, "repository is null");
            requireNonNull(ref, "ref is null");
        }

        /** The one commit that may be deployed where a green workflow vouches for it, and for no other. */
        Optional<String> vouchedFor() {
            if (!trigger.equals("circleci")) {
                return Optional.empty();
            }
            return Optional.of(requireNonNull(after, "a workflow without a commit"));
        }

        /** Whether only a head is wanted that no run has taken up. */
        boolean catchesUp() {
            return trigger.equals("catch-up");
        }

        /** Whether a person wants it, who is served even where nothing has moved. */
        boolean byPerson() {
            return trigger.equals("person");
        }
    }
    /**
     * Versions that a window applies through their stack.
     *
     * @param stack the name of the stack
     * @param parameters values of its windowed parameters
     */
    record Patch(String stack, SortedMap<String, String> parameters) {
        /** Copies the parameters and checks that nothing is missing. */
        public Patch {
            requireNonNull(stack, "stack is null");
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }
    }

    /**
     * Which targets are meant. An empty list leaves nothing out.
     *
     * @param environments names of environments
     * @param except names of environments that are left out
     * @param targets accounts and regions, such as {@code 111111111111/eu-west-1}
     * @param reverts digests of drift that is put back whatever the policy says, because a person wants it
     */
    record Scope(List<String> environments, List<String> except, List<String> targets, List<String> reverts) {
        /** Copies the lists. */
        public Scope {
            environments = List.copyOf(environments);
            except = List.copyOf(except);
            targets = List.copyOf(targets);
            reverts = List.copyOf(reverts);
        }

        /** Whether a target is meant. */
        boolean holds(TargetPlan target) {
            return (environments.isEmpty() || environments.contains(target.environment()))
                    && !except.contains(target.environment())
                    && (targets.isEmpty() || targets.contains(target.target().toString()));
        }
    }
}
