package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.CaseWord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a fix go on. */
@Command(
        name = "approve",
        description = {
            "Lets the steps that `findings show` shows be carried out.",
            "They are looked at again first: where something else would have to be done by then, it is asked again.",
            "IAM says who may: whoever may call the function plumbline-approve. Who you are is asked of AWS and kept with your reason."
        })
final class FindingsApproveCommand implements Callable<Integer> {

    @Mixin
    private final CaseParameter wanted = new CaseParameter();

    @Mixin
    private final AnswerReason reason = new AnswerReason();

    private final Console console;

    FindingsApproveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return wanted.say(console, CaseWord.APPROVED, reason.text());
    }
}
