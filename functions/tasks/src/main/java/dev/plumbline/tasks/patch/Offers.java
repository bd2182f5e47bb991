package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.directory.PatchableStack;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Asks accounts what can be patched there now. Changes nothing. */
final class Offers {

    private final Ledger ledger;
    private final Accounts accounts;
    private final Patchers patchers;

    @Inject
    Offers(Ledger ledger, Accounts accounts, Patchers patchers) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.accounts = requireNonNull(accounts, "accounts is null");
        this.patchers = requireNonNull(patchers, "patchers is null");
    }

    /**
     * Returns what AWS offers to stacks of one target, and what is declared and not there yet.
     *
     * @param stacks the stacks as they are declared; one that was not deployed there has nothing
     * @param known what the ledger holds of patches of the target
     * @param run id of the run for which it is asked
     */
    List<Offer> to(TargetKey target, Collection<PatchableStack> stacks, List<Patch> known, String run) {
        TargetState state = ledger.targets().read(target);
        List<Offer> offers = new ArrayList<>();
        for (PatchableStack stack : stacks) {
            for (Subject subject : patchers.subjects(stack, state, known)) {
                Patcher patcher = patchers.of(subject.patchable().kind());
                String purpose = "look/" + stack.stack() + "/" + patcher.kind().word();
                offers.addAll(accounts.ask(target, patcher, run, purpose, account -> patcher.look(subject, account)));
            }
        }
        return offers;
    }
}
