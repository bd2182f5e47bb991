package dev.plumbline.estate.rules;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.Approver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A rule that a commit makes softer than it is deployed. Whether it may is judged by the deployed rule, like any
 * change: under {@code never} nobody is asked, else a person is. Without that, whoever can push could soften a rule
 * with one push and do what it kept from being done with the next.
 *
 * @param what which rule of what
 * @param before what is deployed
 * @param after what the commit says
 */
public record Softening(String what, String before, String after) {

    /** Checks that nothing is missing. */
    public Softening {
        requireNonNull(what, "what is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
    }

    /** Returns it in words. */
    @Override
    public String toString() {
        return what + ": " + before + " becomes " + after;
    }

    /**
     * Returns by account what a commit softens of what is deployed everywhere: when drift is looked for, what is done
     * about findings, for whom an account waits, when and how far stacks are patched. Where nobody is asked, of the
     * account or of a stack, nothing is.
     *
     * @param names the names of the commit's environments by account
     */
    public static SortedMap<String, List<Softening>> of(Rules deployed, Rules wanted, Map<String, String> names) {
        SortedMap<String, SortedSet<String>> lost = new WaveOrder(deployed, wanted).lost();
        SortedMap<String, List<Softening>> softened = new TreeMap<>();
        wanted.accounts().forEach((account, after) -> {
            Rules.OfAccount before = deployed.accounts().get(account);
            if (before != null) {
                List<Softening> ofAccount = in(names.getOrDefault(account, account), before, after);
                if (before.all().approvals() != Approvals.NEVER) {
                    lost.getOrDefault(account, new TreeSet<>())
                            .forEach(other -> ofAccount.add(new Softening(
                                    "waves of " + names.getOrDefault(account, account),
                                    "after " + names.getOrDefault(other, other),
                                    "not after it")));
                }
                softened.put(account, ofAccount);
            }
        });
        return softened;
    }

    private static List<Softening> in(String name, Rules.OfAccount before, Rules.OfAccount after) {
        List<Softening> softened = new ArrayList<>();
        if (before.all().approvals() != Approvals.NEVER) {
            if (!before.reconcile().isEmpty() && !before.reconcile().equals(after.reconcile())) {
                String now = after.reconcile().isEmpty() ? "never" : after.reconcile();
                softened.add(new Softening("reconcile of " + name, before.reconcile(), now));
            }
            approvers(name, before.approvers(), after.approvers()).ifPresent(softened::add);
            softened.addAll(FindingSoftenings.of(name, before.findings(), after.findings()));
        }
        before.rollouts().forEach((stack, rollout) -> {
            Rollout now = after.rollouts().get(stack);
            StackRules rules = before.stacks().get(stack);
            if (now != null && rules != null && rules.approvals() != Approvals.NEVER) {
                softened.addAll(PatchSoftenings.of(name + "/" + stack, rollout, now));
            }
        });
        return softened;
    }

    /**
     * Returns who may answer besides whom the deployed rules name, or nothing if nobody may.
     *
     * @param of what they answer for
     */
    public static Optional<Softening> approvers(String of, List<Approver> before, List<Approver> after) {
        boolean wider = !before.isEmpty() && (after.isEmpty() || !before.containsAll(after));
        return wider
                ? Optional.of(new Softening(
                        "approvers of " + of, names(before), after.isEmpty() ? "whom IAM lets" : names(after)))
                : Optional.empty();
    }

    private static String names(List<Approver> approvers) {
        return approvers.stream().map(Approver::arn).collect(joining(", "));
    }

    /** Returns several in words, the first of them if there are many. */
    public static String told(Collection<?> softened) {
        int shown = 20;
        String first = softened.stream().limit(shown).map(String::valueOf).collect(joining("; "));
        return softened.size() <= shown ? first : first + "; and " + (softened.size() - shown) + " more";
    }
}
