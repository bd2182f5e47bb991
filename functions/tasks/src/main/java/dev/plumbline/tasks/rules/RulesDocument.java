package dev.plumbline.tasks.rules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.Approver;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.rules.Rollout;
import dev.plumbline.estate.rules.Rules;
import dev.plumbline.estate.rules.StackRules;
import dev.plumbline.tasks.directory.PatchingDocument;
import dev.plumbline.tasks.directory.PolicyDocument;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of a commit as they are stored.
 *
 * @param commit the commit
 * @param estate what holds for a new environment
 * @param accounts what holds in each account
 * @param transforms the transforms that templates may name
 * @param approvers who may answer for a new environment
 */
record RulesDocument(
        String commit,
        Judged estate,
        SortedMap<String, OfAccount> accounts,
        List<String> transforms,
        List<String> approvers) {

    /** Checks that nothing is missing and copies the collections. */
    RulesDocument {
        requireNonNull(commit, "commit is null");
        requireNonNull(estate, "estate is null");
        accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
        transforms = List.copyOf(transforms);
        approvers = List.copyOf(approvers);
    }

    /** The rules of one account. */
    record OfAccount(
            Judged all,
            SortedMap<String, Judged> stacks,
            List<String> approvers,
            int wave,
            String reconcile,
            PolicyDocument findings,
            SortedMap<String, RolledOut> rollouts) {

        OfAccount {
            requireNonNull(all, "all is null");
            stacks = Collections.unmodifiableSortedMap(new TreeMap<>(stacks));
            approvers = List.copyOf(approvers);
            requireNonNull(reconcile, "reconcile is null");
            requireNonNull(findings, "findings is null");
            rollouts = Collections.unmodifiableSortedMap(new TreeMap<>(rollouts));
        }

        static OfAccount of(Rules.OfAccount rules) {
            SortedMap<String, Judged> stacks = new TreeMap<>();
            rules.stacks().forEach((name, stack) -> stacks.put(name, Judged.of(stack)));
            SortedMap<String, RolledOut> rollouts = new TreeMap<>();
            rules.rollouts().forEach((name, rollout) -> rollouts.put(name, RolledOut.of(rollout)));
            return new OfAccount(
                    Judged.of(rules.all()),
                    stacks,
                    arns(rules.approvers()),
                    rules.wave(),
                    rules.reconcile(),
                    PolicyDocument.of(rules.findings()),
                    rollouts);
        }

        Rules.OfAccount read() {
            SortedMap<String, StackRules> read = new TreeMap<>();
            stacks.forEach((name, stack) -> read.put(name, stack.read()));
            SortedMap<String, Rollout> rolled = new TreeMap<>();
            rollouts.forEach((name, rollout) -> rolled.put(name, rollout.read()));
            return new Rules.OfAccount(all.read(), read, named(approvers), wave, reconcile, findings.read(), rolled);
        }
    }

    /** When one stack is deployed and patched. */
    record RolledOut(int wave, List<String> windowed, PatchingDocument patching) {

        RolledOut {
            windowed = List.copyOf(windowed);
            requireNonNull(patching, "patching is null");
        }

        static RolledOut of(Rollout rollout) {
            return new RolledOut(
                    rollout.wave(), List.copyOf(rollout.windowed()), PatchingDocument.of(rollout.patching()));
        }

        Rollout read() {
            return new Rollout(wave, new TreeSet<>(windowed), patching.read());
        }
    }

    /** The rules of one stack, or of all that state none. */
    record Judged(
            String approvals,
            long expireSeconds,
            String drift,
            SortedMap<String, String> resources,
            List<String> stateful) {

        Judged {
            requireNonNull(approvals, "approvals is null");
            requireNonNull(drift, "drift is null");
            resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
            stateful = List.copyOf(stateful);
        }

        static Judged of(StackRules rules) {
            SortedMap<String, String> resources = new TreeMap<>();
            rules.drift().resources().forEach((id, drift) -> resources.put(id, drift.word()));
            return new Judged(
                    rules.approvals().word(),
                    rules.approvalsExpireAfter().toSeconds(),
                    rules.drift().stack().word(),
                    resources,
                    List.copyOf(rules.stateful()));
        }

        StackRules read() {
            SortedMap<String, Drift> resolved = new TreeMap<>();
            resources.forEach((id, word) -> resolved.put(id, Drift.of(word).orElseThrow()));
            return new StackRules(
                    Approvals.of(approvals).orElseThrow(),
                    Duration.ofSeconds(expireSeconds),
                    new DriftPolicy(Drift.of(drift).orElseThrow(), resolved),
                    new TreeSet<>(stateful),
                    "");
        }
    }

    static RulesDocument of(Rules rules) {
        SortedMap<String, OfAccount> accounts = new TreeMap<>();
        rules.accounts().forEach((account, all) -> accounts.put(account, OfAccount.of(all)));
        return new RulesDocument(
                rules.commit(),
                Judged.of(rules.estate()),
                accounts,
                List.copyOf(rules.transforms()),
                arns(rules.approvers()));
    }

    Rules read() {
        SortedMap<String, Rules.OfAccount> read = new TreeMap<>();
        accounts.forEach((account, all) -> read.put(account, all.read()));
        return new Rules(commit, estate.read(), read, new TreeSet<>(transforms), named(approvers));
    }

    private static List<String> arns(List<Approver> approvers) {
        return approvers.stream().map(Approver::arn).toList();
    }

    private static List<Approver> named(List<String> arns) {
        return arns.stream().map(Approver::new).toList();
    }
}
