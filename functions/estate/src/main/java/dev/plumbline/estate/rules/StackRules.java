package dev.plumbline.estate.rules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.Policies;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rules by which changes of one stack are judged.
 *
 * @param approvals which of them wait for a person
 * @param approvalsExpireAfter how long they wait
 * @param drift what is done if its resources were changed behind its back
 * @param stateful logical ids of its resources that hold data
 * @param source the commit whose rule for approvals decides, or {@link #STRICT}; empty if the stack's own does
 */
public record StackRules(
        Approvals approvals,
        Duration approvalsExpireAfter,
        DriftPolicy drift,
        SortedSet<String> stateful,
        String source) {

    /** Stands in the place of a commit as long as none is deployed: what holds if nothing is said. */
    public static final String STRICT = "default";

    /** Checks that nothing is missing and copies the set. */
    public StackRules {
        requireNonNull(approvals, "approvals is null");
        requireNonNull(approvalsExpireAfter, "approvalsExpireAfter is null");
        requireNonNull(drift, "drift is null");
        requireNonNull(source, "source is null");
        stateful = Collections.unmodifiableSortedSet(new TreeSet<>(stateful));
    }

    /** Returns the rules that a stack states itself. */
    public static StackRules of(Policies policies, SortedSet<String> stateful) {
        return new StackRules(policies.approvals(), policies.approvalsExpireAfter(), policies.drift(), stateful, "");
    }

    /**
     * Returns these rules as they hold beside deployed ones: of each the stricter. A commit can tighten the rules by
     * which it is judged, and not soften them. How long a question waits is never for the commit to say.
     *
     * @param deployed the deployed rules
     * @param commit the commit that they are from
     */
    public StackRules tightened(StackRules deployed, String commit) {
        boolean decides = deployed.approvals.isStricterThan(approvals);
        TreeSet<String> holdingData = new TreeSet<>(stateful);
        holdingData.addAll(deployed.stateful);
        return new StackRules(
                decides ? deployed.approvals : approvals,
                deployed.approvalsExpireAfter,
                drift.tightened(deployed.drift),
                holdingData,
                decides ? commit : source);
    }
}
