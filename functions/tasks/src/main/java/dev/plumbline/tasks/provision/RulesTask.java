package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.changes.ChangesDigest;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.estate.rules.Softening;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.approve.Consent;
import dev.plumbline.tasks.approve.Consents;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Asks about rules that a commit softens, before anything else of it is done. Nothing is changed by the answer but the
 * way of the run: refused, it ends, and so the commit is not deployed everywhere and its rules never hold.
 */
public final class RulesTask {

    private static final String ACTION = "rules";

    private final TargetPlans plans;
    private final Lines lines;
    private final Consents consents;

    /** Creates the task. */
    @Inject
    public RulesTask(Ledger ledger, TargetPlans plans, Lines lines) {
        this.plans = requireNonNull(plans, "plans is null");
        this.lines = requireNonNull(lines, "lines is null");
        this.consents = new Consents(ledger);
    }

    /** Returns what is to be done: to ask, or to record what was answered. */
    Prepared prepare(ProvisionInput.CreateChangeSet input) {
        TargetPlan plan = plans.of(input.target());
        Asked question = new Asked(
                ChangesDigest.of(ACTION + "\n" + String.join("\n", plan.softens()), List.of()),
                "softens the rules by which what comes after this commit is judged: " + Softening.told(plan.softens()),
                "~" + plan.softens().size(),
                Policies.DEFAULT.approvalsExpireAfter().toSeconds());
        LineStart line = new LineStart(ACTION, question.changes(), input.since());
        return switch (consents.to(input.target().run(), input.key(), question)) {
            case Consent.Given _ ->
                Prepared.of("record", "", Outcome.UNCHANGED, "These rules hold once the run has ended well", line);
            case Consent.Refused(String why) -> Prepared.of("record", "", Outcome.STALLED, why, line);
            case Consent.Needed(Asked needed) -> {
                lines.put(input, line, Phase.APPROVING, Verdict.UNKNOWN, needed.text());
                yield Prepared.asks(needed, line);
            }
        };
    }
}
