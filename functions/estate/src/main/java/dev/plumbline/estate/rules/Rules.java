package dev.plumbline.estate.rules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.Approver;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.FindingPolicies;
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.Timing;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All rules that one commit states. An environment is known by its account and not by its name, so that no rule is lost
 * by renaming it.
 *
 * @param commit the commit, or {@link StackRules#STRICT}
 * @param estate what holds for a new environment
 * @param accounts what holds in each account
 * @param transforms the transforms that templates may name
 * @param approvers who may answer for a new environment, of those whom IAM lets; empty for all of these
 */
public record Rules(
        String commit,
        StackRules estate,
        SortedMap<String, OfAccount> accounts,
        SortedSet<String> transforms,
        List<Approver> approvers) {

    private static final SortedSet<String> NOTHING = Collections.emptySortedSet();

    /** Checks that nothing is missing and copies the collections. */
    public Rules {
        requireNonNull(commit, "commit is null");
        requireNonNull(estate, "estate is null");
        accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
        transforms = Collections.unmodifiableSortedSet(new TreeSet<>(transforms));
        approvers = List.copyOf(approvers);
    }

    /**
     * The rules of one account.
     *
     * @param all what holds for its settings and for a new stack
     * @param stacks what holds for each of its stacks, by their names in the estate
     * @param approvers who may answer for it, of those whom IAM lets; empty for all of these
     * @param wave its wave
     * @param reconcile when drift is looked for; empty for never
     * @param findings what is done about its findings
     * @param rollouts when each of its stacks is deployed and patched
     */
    public record OfAccount(
            StackRules all,
            SortedMap<String, StackRules> stacks,
            List<Approver> approvers,
            int wave,
            String reconcile,
            FindingPolicies findings,
            SortedMap<String, Rollout> rollouts) {
        /** Checks that nothing is missing and copies the collections. */
        public OfAccount {
            requireNonNull(all, "all is null");
            stacks = Collections.unmodifiableSortedMap(new TreeMap<>(stacks));
            approvers = List.copyOf(approvers);
            requireNonNull(reconcile, "reconcile is null");
            requireNonNull(findings, "findings is null");
            rollouts = Collections.unmodifiableSortedMap(new TreeMap<>(rollouts));
        }
    }

    /** Returns what an estate states. */
    public static Rules of(Estate estate) {
        SortedMap<String, OfAccount> accounts = new TreeMap<>();
        for (Environment environment : estate.environments().values()) {
            SortedMap<String, StackRules> stacks = new TreeMap<>();
            SortedMap<String, Rollout> rollouts = new TreeMap<>();
            environment.stacks().forEach((name, stack) -> {
                Blueprint blueprint = requireNonNull(
                        estate.blueprints().get(stack.blueprint()), "an estate without the blueprint of its stack");
                stacks.put(name, StackRules.of(stack.policies(), blueprint.stateful()));
                SortedSet<String> windowed = stack.patching().windowed() ? blueprint.windowed() : NOTHING;
                rollouts.put(name, new Rollout(stack.wave(), windowed, stack.patching()));
            });
            accounts.put(
                    environment.account(),
                    new OfAccount(
                            StackRules.of(environment.policies(), NOTHING),
                            stacks,
                            environment.policies().approvers(),
                            environment.wave(),
                            environment.reconcile().map(Rules::told).orElse(""),
                            environment.findings(),
                            rollouts));
        }
        return new Rules(
                estate.commit(),
                StackRules.of(estate.policies(), NOTHING),
                accounts,
                estate.transforms(),
                estate.policies().approvers());
    }

    private static String told(Timing timing) {
        return timing.expression() + " " + timing.timeZone();
    }

    /** Returns what holds before any commit is deployed. */
    public static Rules strict() {
        return new Rules(
                StackRules.STRICT, StackRules.of(Policies.DEFAULT, NOTHING), new TreeMap<>(), NOTHING, List.of());
    }

    /** Returns what holds if the rules of a deployed commit can be read nowhere: everything asks. */
    public static Rules lost(String commit) {
        StackRules all = new StackRules(
                Approvals.ALWAYS,
                Policies.DEFAULT.approvalsExpireAfter(),
                new DriftPolicy(Drift.ASK, new TreeMap<>()),
                NOTHING,
                "");
        return new Rules(commit, all, new TreeMap<>(), NOTHING, List.of());
    }

    /** Whether what the deployed commit states is not known: an estate has at least one environment. */
    public boolean isLost() {
        return accounts.isEmpty() && !commit.equals(StackRules.STRICT);
    }

    /** Returns what it states of a stack, or nothing if the commit has no such stack. */
    public Optional<StackRules> stated(StackKey stack) {
        return Optional.ofNullable(accounts.get(stack.target().account()))
                .map(account -> account.stacks().get(stack.stack()));
    }

    /** Returns who may answer what is asked of an account: whom its environment names, or the estate. */
    public List<Approver> approvers(String account) {
        return Optional.ofNullable(accounts.get(account))
                .map(OfAccount::approvers)
                .orElse(approvers);
    }

    /** Returns the parameters of a stack that wait for a window, none if the commit has no such stack. */
    public SortedSet<String> windowed(StackKey stack) {
        return Optional.ofNullable(accounts.get(stack.target().account()))
                .map(account -> account.rollouts().get(stack.stack()))
                .map(Rollout::windowed)
                .orElse(NOTHING);
    }

    /** Returns what holds in an account for what the commit does not have: by the account's rules, or the estate's. */
    public StackRules otherwise(String account) {
        return Optional.ofNullable(accounts.get(account)).map(OfAccount::all).orElse(estate);
    }
}
