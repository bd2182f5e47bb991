package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.CaseWord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a resource be as it is. */
@Command(
        name = "decline",
        description = {
            "Leaves the resource as it is. The same finding says nothing new until the cool-down is over.",
            "IAM says who may: whoever may call the function plumbline-approve. Who you are is asked of AWS and kept with your reason."
        })
final class FindingsDeclineCommand implements Callable<Integer> {

    @Mixin
    private final CaseParameter wanted = new CaseParameter();

    @Mixin
    private final AnswerReason reason = new AnswerReason();

    private final Console console;

    FindingsDeclineCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return wanted.say(console, CaseWord.DECLINED, reason.text());
    }
}
