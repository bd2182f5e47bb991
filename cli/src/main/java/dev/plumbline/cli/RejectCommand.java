package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Refuses a change that waits for a person. Nothing is changed, and what needs it is skipped. */
@Command(
        name = "reject",
        description = {
            "Refuses a change that waits for a person. Nothing is changed, and what needs it is skipped.",
            "IAM says who may: whoever may call the function plumbline-approve, as the policy of the output ApproverPolicyArn allows. Who you are is asked of"
                    + " AWS and kept with your reason. Ends with 1 where the question was answered otherwise, has expired or is void."
        })
final class RejectCommand implements Callable<Integer> {

    @Mixin
    private final Questioning questioning = new Questioning();

    private final Console console;

    RejectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return questioning.answer(console, Answer.Kind.REJECTED);
    }
}
