package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import java.time.Instant;
import java.util.Set;

/**
 * An account, as far as one patcher may ask it: for the operations that it has declared, and for no other.
 *
 * @param calls asks the account
 * @param declared the operations
 * @param run id of the run that asks
 * @param now the time
 */
record Account(Calls calls, Set<Operation> declared, String run, Instant now) {

    Account {
        requireNonNull(calls, "calls is null");
        declared = Set.copyOf(declared);
        requireNonNull(run, "run is null");
        requireNonNull(now, "now is null");
    }

    /** Asks, and returns the answer; that there is nothing, or nothing to do, reads as empty. */
    Answer ask(Call call) {
        if (!declared.contains(call.operation())) {
            throw new IllegalStateException("not declared: " + call.operation());
        }
        return calls.ask(call).orElse(Answer.nothing());
    }
}
