package dev.plumbline.tasks.report;

import java.net.URI;

/** Where a person reads more. */
final class Console {

    private static final int REGION = 3;

    private Console() {}

    /** Returns the page of an execution in the AWS console. */
    static URI execution(String executionArn) {
        String region = executionArn.split(":", -1)[REGION];
        return URI.create("https://" + region + ".console.aws.amazon.com/states/home?region=" + region
                + "#/v2/executions/details/" + executionArn);
    }
}
