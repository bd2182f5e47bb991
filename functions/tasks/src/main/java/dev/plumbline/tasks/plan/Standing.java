package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.estate.StackKey;
import dev.plumbline.tasks.assignment.RunNames;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of how a stack stands. */
sealed interface Standing {

    /** Nothing that could be relied on: whether it is there, and as what, is found out when its turn comes. */
    record Unknown() implements Standing {}

    /**
     * Its account could not be looked into.
     *
     * @param remembered how it stood when it was last known: {@link Known}, or {@link Unknown}
     */
    record Unreachable(Standing remembered) implements Standing {
        /** Checks that nothing is missing. */
        public Unreachable {
            requireNonNull(remembered, "remembered is null");
        }
    }

    /**
     * It stands, and this is what was deployed.
     *
     * @param deployed digest of what was deployed, or only its beginning where the stack's last change set told it
     * @param outputs its outputs
     * @param verdict what verification found of just that
     * @param needs the stacks whose outputs are known to have gone into it
     */
    record Known(String deployed, SortedMap<String, String> outputs, Verdict verdict, SortedSet<StackKey> needs)
            implements Standing {
        /** Copies outputs and needs. */
        public Known {
            requireNonNull(deployed, "deployed is null");
            outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
            requireNonNull(verdict, "verdict is null");
            needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
        }

        /** Whether it is what a digest stands for. */
        boolean is(String digest) {
            return RunNames.same(deployed, digest);
        }
    }

    /** Returns how a stack stands in a target that was heard of lately. */
    static Standing heard(TargetState state, String stack, Instant now) {
        return state.current(stack, now).<Standing>map(Standing::known).orElseGet(Unknown::new);
    }

    /** Returns how a stack stands in a target that could be neither heard nor looked into. */
    static Standing unreachable(TargetState state, String stack) {
        return new Unreachable(Optional.ofNullable(state.stacks().get(stack))
                .filter(StackRecord::known)
                .<Standing>map(Standing::known)
                .orElseGet(Unknown::new));
    }

    private static Known known(StackRecord record) {
        return new Known(record.digest(), record.outputs(), record.verdict(), record.needs());
    }

    /**
     * Returns how a stack stands that was looked up. A stack whose last change set is not ours was changed by somebody
     * else; so was one that changed after we last saw it, because an update without a change set leaves the name of the
     * last one where it was.
     *
     * @param record what the ledger holds of it, or null
     */
    static Standing seen(Map<String, Stack> seen, String name, @Nullable StackRecord record) {
        Optional<Stack> stack = Optional.ofNullable(seen.get(name))
                .filter(found -> found.state() == StackState.READY)
                .filter(found -> record == null || untouched(record, found));
        return stack.flatMap(Stack::changeSetName)
                .flatMap(RunNames::digestIn)
                .<Standing>map(digest -> new Known(
                        digest,
                        stack.orElseThrow().outputs(),
                        verdict(record, digest),
                        record == null ? new TreeSet<>() : record.needs()))
                .orElseGet(Unknown::new);
    }

    private static boolean untouched(StackRecord record, Stack found) {
        return record.known() && !found.changedAt().isAfter(record.eventAt());
    }

    private static Verdict verdict(@Nullable StackRecord record, String digest) {
        return record != null && record.digest().startsWith(digest) ? record.verdict() : Verdict.UNKNOWN;
    }
}
