package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a change happen that waits for a person. */
@Command(
        name = "approve",
        description = {
            "Lets a change happen that waits for a person.",
            "IAM says who may: whoever may call the function plumbline-approve, as the policy of the output ApproverPolicyArn allows. Who you are is asked of"
                    + " AWS and kept with your reason. Ends with 1 where the question was answered otherwise, has expired or is void."
        })
final class ApproveCommand implements Callable<Integer> {

    @Mixin
    private final Questioning questioning = new Questioning();

    private final Console console;

    ApproveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return questioning.answer(console, Answer.Kind.APPROVED);
    }
}
