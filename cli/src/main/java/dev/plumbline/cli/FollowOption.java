package dev.plumbline.cli;

import picocli.CommandLine.Option;

/** Whether a command waits for the run that it has started. */
final class FollowOption {

    @Option(names = "--no-follow", description = "Return when the run has been started.")
    private boolean noFollow;

    boolean wanted() {
        return !noFollow;
    }
}
