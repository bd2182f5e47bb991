package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.estate.patching.Opening;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows how one kind of what can be patched is patched. Everything it does may be repeated. */
interface Patcher {

    /** Returns the kind. */
    PatchKind kind();

    /** Returns everything that it asks of an account: the permissions of the role. */
    Set<Operation> operations();

    /**
     * Returns what the live repository declares and the stack does not have yet, as far as the ledger knows. Asks the
     * account nothing.
     */
    List<Offer> declared(Subject subject);

    /** Returns what is to be applied, in the order in which that is safe. Changes nothing. */
    List<Offer> look(Subject subject, Account account);

    /**
     * Prepares a step, and begins it unless it is applied through the stack.
     *
     * @param opening the window that is open, or nothing where a person wants it now
     * @throws Waiting while what has to come first is under way
     */
    void apply(PatchStep step, String run, Optional<Opening> opening, Account account);

    /**
     * Returns whether a step has taken effect.
     *
     * @throws Waiting while it is under way
     * @throws Stalled where it went wrong
     */
    boolean applied(PatchStep step, Account account);

    /**
     * Returns whether a step that a stopped execution has begun took effect meanwhile, so that it need not be begun
     * again. Where that cannot be told from one that was never begun, it did not: beginning twice changes nothing.
     *
     * @throws Waiting while it is under way
     */
    default boolean tookEffect(PatchStep step, Account account) {
        try {
            return applied(step, account);
        } catch (Stalled wrong) {
            // Begun again: what is wrong may be from before, and else shows once more when it is awaited.
            return false;
        }
    }

    /** Returns the kinds of patches that are noted because the live repository declares a newer version. */
    default Set<String> declaredKinds() {
        return Set.of();
    }
}
