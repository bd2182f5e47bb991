package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.ledger.Targets;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.kept.KeptLook;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks at targets whose accounts were not heard lately: one session and one paged request for each, whatever stands
 * there.
 */
public final class Lookups {

    private final Sessions sessions;
    private final Costs costs;
    private final InstantSource clock;
    private final Role role;

    /**
     * Creates it.
     *
     * @param role the role of the function's job
     */
    @Inject
    public Lookups(Sessions sessions, Costs costs, InstantSource clock, Role role) {
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.costs = requireNonNull(costs, "costs is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.role = requireNonNull(role, "role is null");
    }

    /** What a look at a target shows. */
    sealed interface Look {}

    /**
     * Nothing: the role cannot be assumed or may not look, the region is disabled or does not answer.
     *
     * @param why the reason, for people, with what to do
     */
    record Unreachable(String why) implements Look {
        /** Checks that there is a reason. */
        Unreachable {
            requireNonNull(why, "why is null");
        }
    }

    /**
     * What stands in a target.
     *
     * @param stacks the stacks of the estate by their names there
     * @param at when they were asked for
     */
    record Seen(Map<String, Stack> stacks, Instant at) implements Look {
        /** Copies the stacks. */
        Seen {
            stacks = Map.copyOf(stacks);
        }

        /** Returns the names of those that a run of ours changed last, as the name of their change set tells. */
        SortedSet<String> ours() {
            return stacks.entrySet().stream()
                    .filter(entry -> entry.getValue()
                            .changeSetName()
                            .flatMap(RunNames::digestIn)
                            .isPresent())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * Looks at one target; its requests are counted for the run. A target that cannot be looked into keeps nobody from
     * looking at the others.
     *
     * @param last whether nobody looks again where it does not answer now
     * @throws Retryable where it does not answer now, and somebody looks again
     */
    Look look(TargetKey target, String run, boolean last) {
        Instant at = clock.instant();
        try {
            return new Seen(costs.counted(run, target, "plan", () -> stacks(target, run)), at);
        } catch (Stalled refused) {
            return new Unreachable(String.valueOf(refused.getMessage()));
        } catch (Retryable silent) {
            if (last) {
                return new Unreachable(String.valueOf(silent.getMessage()));
            }
            throw silent;
        }
    }

    /**
     * Looks at one target for a person, for whom nothing is counted.
     *
     * @param session what the session is called in the account's trail
     * @throws Stalled where it cannot be looked into
     */
    Seen lookFor(TargetKey target, String session) {
        Instant at = clock.instant();
        return new Seen(stacks(target, session), at);
    }

    /**
     * Looks whether what was kept in a target is there still, and has the ledger forget what is gone; its requests are
     * counted for the run.
     */
    void lookAtKept(TargetKey target, Collection<Kept> kept, Targets targets, String run) {
        var _ = costs.counted(run, target, "plan-kept", () -> stillThere(target, kept, targets, run));
    }

    /** The same for a person, for whom nothing is counted. */
    void lookAtKeptFor(TargetKey target, Collection<Kept> kept, Targets targets, String session) {
        var _ = stillThere(target, kept, targets, session);
    }

    private List<Kept> stillThere(TargetKey target, Collection<Kept> kept, Targets targets, String run) {
        return new KeptLook(targets, sessions.assume(target, role, run)).stillThere(kept);
    }

    private Map<String, Stack> stacks(TargetKey target, String run) {
        Map<String, Stack> stacks = new TreeMap<>();
        for (Stack stack : Stacks.in(sessions.assume(target, role, run)).all()) {
            if (stack.name().startsWith(StackDeclaration.STACK_NAME_PREFIX)) {
                stacks.put(stack.name().substring(StackDeclaration.STACK_NAME_PREFIX.length()), stack);
            }
        }
        return stacks;
    }
}
