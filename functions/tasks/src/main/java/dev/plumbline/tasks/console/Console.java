package dev.plumbline.tasks.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;

/** Where a person reads more. */
public final class Console {

    private static final int REGION = 3;

    private Console() {}

    /** Returns the page of an execution in the AWS console. */
    public static URI execution(String executionArn) {
        String region = executionArn.split(":", -1)[REGION];
        return page("states", region, "/v2/executions/details/" + executionArn);
    }

    /** Returns the page of an alarm in the AWS console of its own account. */
    public static URI alarm(String region, String name) {
        String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20");
        return page("cloudwatch", region, "alarmsV2:alarm/" + encoded);
    }

    private static URI page(String service, String region, String fragment) {
        return URI.create(
                "https://" + region + ".console.aws.amazon.com/" + service + "/home?region=" + region + "#" + fragment);
    }
}
