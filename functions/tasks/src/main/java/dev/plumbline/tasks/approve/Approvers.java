package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.estate.Approver;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.rules.Rules;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.rules.DeployedRules;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may answer, of those whom IAM lets call: somebody of the hub's account or of the estate's, whom the policy
 * {@code approvers} names if it names anybody. IAM says who may call, and whoever calls may bring a proof that somebody
 * else has signed, in an account of theirs.
 *
 * <p>The first of these that names anybody decides: the commit that is deployed everywhere, the one that stands in the
 * target, the one that asks. So no commit chooses who approves it, unless nobody was chosen before.
 */
public final class Approvers {

    private final Ledger ledger;
    private final DeployedRules rules;
    private final Home home;

    /** Creates it. */
    @Inject
    public Approvers(Ledger ledger, DeployedRules rules, Home home) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.rules = requireNonNull(rules, "rules is null");
        this.home = requireNonNull(home, "home is null");
    }

    /**
     * Where this installation is.
     *
     * @param branch the branch that is deployed
     * @param account the control plane's account
     */
    public record Home(String branch, String account) {
        /** Checks that nothing is missing. */
        public Home {
            requireNonNull(branch, "branch is null");
            requireNonNull(account, "account is null");
        }
    }

    /**
     * Sees whether somebody may answer what is asked of a target.
     *
     * @param asking the commit that asks; empty if none does
     * @throws Stalled if they may not
     */
    void admit(Signer signer, TargetKey target, String asking) {
        List<Rules> deployed = deployed(target);
        Set<String> known = new TreeSet<>(Set.of(home.account()));
        deployed.forEach(each -> known.addAll(each.accounts().keySet()));
        if (!known.contains(signer.account())) {
            throw new Stalled(
                    signer + " is of account " + signer.account() + ", which is neither the control plane's nor"
                            + " one of the estate's. Answer with a role or user of one of these.");
        }
        List<Rules> counting = new ArrayList<>(deployed);
        if (!asking.isEmpty()) {
            rules.noted(asking).ifPresent(counting::add);
        }
        counting.stream()
                .filter(each -> !each.approvers(target.account()).isEmpty())
                .findFirst()
                .ifPresent(each -> among(signer, each, target));
    }

    private static void among(Signer signer, Rules rules, TargetKey target) {
        List<Approver> approvers = rules.approvers(target.account());
        if (approvers.stream().noneMatch(approver -> approver.is(signer.arn()))) {
            throw new Stalled(
                    signer + " may not answer for account " + target.account() + ": policy 'approvers' of commit "
                            + rules.commit() + " names "
                            + approvers.stream().map(Approver::arn).collect(joining(", ")) + ".");
        }
    }

    private List<Rules> deployed(TargetKey target) {
        Head head = ledger.heads().read(home.branch());
        String standing = head.standing(ledger.targets().read(target));
        List<Rules> deployed = new ArrayList<>();
        if (!head.everywhere().isEmpty()) {
            deployed.add(noted(head.everywhere()));
        }
        if (!standing.isEmpty() && !standing.equals(head.everywhere())) {
            deployed.add(noted(standing));
        }
        return deployed;
    }

    private Rules noted(String commit) {
        return rules.noted(commit)
                .orElseThrow(() ->
                        new Stalled("The rules of commit " + commit + ", which is deployed, are not in the bucket."
                                + " plumbline reconcile reads them again; then answer what it asks."));
    }
}
