package dev.plumbline.cli;

import dev.plumbline.cli.Console.Style;
import dev.plumbline.failure.Failure;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells a person what went wrong: what happened, why, and what to do.
 *
 * @param verbose whether to print where it happened as well
 */
record Failures(Console console, boolean verbose) {

    /** Tells it and returns the exit code. */
    int tell(Exception failure) {
        switch (failure) {
            case Problem problem -> tell(problem.what(), problem.advice());
            case Failure known -> tell(String.valueOf(known.getMessage()), "");
            case SdkException refused ->
                tell(
                        "AWS could not be asked: " + refused.getMessage(),
                        "Check the credentials, the region and the network; --profile and --region choose others.");
            default -> tell("this should not have happened: " + failure, "Run it again with --verbose and report it.");
        }
        if (verbose) {
            failure.printStackTrace(console.err());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void tell(String what, String advice) {
        console.note(console.styled("error: ", Style.RED) + what);
        if (!advice.isEmpty()) {
            console.note("  " + advice);
        }
    }
}
