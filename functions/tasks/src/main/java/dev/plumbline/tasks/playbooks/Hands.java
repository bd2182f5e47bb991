package dev.plumbline.tasks.playbooks;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import java.util.Optional;
import java.util.Set;

/** An account, as far as one playbook may ask it: for the operations that it has declared, and for no other. */
public final class Hands {

    private final Calls calls;
    private final Set<Operation> declared;
    private final String playbook;

    /** Creates the hands of a playbook. */
    public Hands(Calls calls, Playbook playbook) {
        this.calls = requireNonNull(calls, "calls is null");
        this.declared = playbook.operations();
        this.playbook = playbook.name();
    }

    /** Returns the account's id. */
    public String account() {
        return calls.account();
    }

    /** Returns the partition, as ARNs name it. */
    public String partition() {
        return calls.partition();
    }

    /** Asks, and returns the answer, or nothing where there is no such thing or it is so already. */
    public Optional<Answer> ask(Call call) {
        if (!declared.contains(call.operation())) {
            throw new IllegalStateException("the playbook " + playbook + " does not declare " + call.operation());
        }
        return calls.ask(call);
    }

    /** Asks for what is always answered; an answer that there is nothing reads as empty. */
    Answer look(Operation operation, Parameters parameters) {
        return ask(parameters.call(operation)).orElse(Answer.nothing());
    }

    /** Asks for one thing by its id, where the answer is a list; nothing where there is none. */
    Optional<Answer> first(Operation operation, Parameters parameters, String list) {
        return look(operation, parameters).items(list).stream().findFirst();
    }
}
