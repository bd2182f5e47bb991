package dev.plumbline.cli;

import picocli.CommandLine.Option;

/** Why a person starts a run. */
final class RunReason {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read of the run.")
    private String reason = "";

    String text() {
        return reason;
    }
}
