package dev.plumbline.cli;

import dev.plumbline.cli.findings.CasePage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows one case. */
@Command(
        name = "show",
        description =
                "Shows a case: what was found, what would be or was changed, call by call, and when each step was done.")
final class FindingsShowCommand implements Runnable {

    @Mixin
    private final CaseParameter wanted = new CaseParameter();

    @Mixin
    private final OutputOption output = new OutputOption();

    private final Console console;

    FindingsShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        CasePage page = new CasePage(wanted.in(wanted.deployment()));
        if (output.isJson()) {
            console.line(OutputOption.text(page.document()));
        } else {
            page.lines().forEach(console::line);
        }
    }
}
