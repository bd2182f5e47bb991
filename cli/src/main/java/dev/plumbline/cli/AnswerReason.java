package dev.plumbline.cli;

import picocli.CommandLine.Option;

/** Why a person answers as they do. */
final class AnswerReason {

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. It is kept with the answer.")
    private String reason = "";

    String text() {
        return reason;
    }
}
