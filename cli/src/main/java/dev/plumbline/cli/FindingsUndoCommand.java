package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.CaseWord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes a fix back. */
@Command(
        name = "undo",
        description = {
            "Takes back what was done about a finding, as far as the playbook can: the resource is again as it was.",
            "What a stack owns is not taken back by this: revert the commit, or change the live repository.",
            "IAM says who may: whoever may call the function plumbline-approve. Who you are is asked of AWS and kept with your reason."
        })
final class FindingsUndoCommand implements Callable<Integer> {

    @Mixin
    private final CaseParameter wanted = new CaseParameter();

    @Mixin
    private final AnswerReason reason = new AnswerReason();

    private final Console console;

    FindingsUndoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return wanted.say(console, CaseWord.UNDONE, reason.text());
    }
}
