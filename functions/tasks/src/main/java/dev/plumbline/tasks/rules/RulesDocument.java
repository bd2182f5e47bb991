package dev.plumbline.tasks.rules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.Approver;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.rules.Rules;
import dev.plumbline.estate.rules.StackRules;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a commit as they are stored.
 *
 * @param commit the commit
 * @param estate what holds for a new environment
 * @param accounts what holds in each account
 * @param transforms the transforms that templates may name
 * @param approvers who may answer for a new environment; null in what an earlier release has written
 */
record RulesDocument(
        String commit,
        Judged estate,
        SortedMap<String, OfAccount> accounts,
        List<String> transforms,
        @Nullable List<String> approvers) {

    /** Checks that nothing is missing and copies the collections. */
    RulesDocument {
        requireNonNull(commit, "commit is null");
        requireNonNull(estate, "estate is null");
        accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
        transforms = List.copyOf(transforms);
        approvers = approvers == null ? List.of() : List.copyOf(approvers);
    }

    /** The rules of one account. */
    record OfAccount(
            Judged all,
            SortedMap<String, Judged> stacks,
            @Nullable List<String> approvers) {

        OfAccount {
            requireNonNull(all, "all is null");
            stacks = Collections.unmodifiableSortedMap(new TreeMap<>(stacks));
            approvers = approvers == null ? List.of() : List.copyOf(approvers);
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
        rules.accounts().forEach((account, all) -> {
            SortedMap<String, Judged> stacks = new TreeMap<>();
            all.stacks().forEach((name, stack) -> stacks.put(name, Judged.of(stack)));
            accounts.put(account, new OfAccount(Judged.of(all.all()), stacks, arns(all.approvers())));
        });
        return new RulesDocument(
                rules.commit(),
                Judged.of(rules.estate()),
                accounts,
                List.copyOf(rules.transforms()),
                arns(rules.approvers()));
    }

    Rules read() {
        SortedMap<String, Rules.OfAccount> read = new TreeMap<>();
        accounts.forEach((account, all) -> {
            SortedMap<String, StackRules> stacks = new TreeMap<>();
            all.stacks().forEach((name, stack) -> stacks.put(name, stack.read()));
            read.put(account, new Rules.OfAccount(all.all().read(), stacks, approvers(all.approvers())));
        });
        return new Rules(commit, estate.read(), read, new TreeSet<>(transforms), approvers(approvers));
    }

    private static List<String> arns(List<Approver> approvers) {
        return approvers.stream().map(Approver::arn).toList();
    }

    private static List<Approver> approvers(@Nullable List<String> arns) {
        return requireNonNull(arns, "arns is null").stream().map(Approver::new).toList();
    }
}
