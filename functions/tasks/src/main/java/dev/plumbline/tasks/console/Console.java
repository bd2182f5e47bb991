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
        return page("cloudwatch", region, "alarmsV2:alarm/" + encoded(name));
    }

    /** Returns the page of a finding in GuardDuty's console of its own account. */
    public static URI guardDuty(String region, String finding) {
        return page("guardduty", region, "/findings?search=id%3D" + encoded(finding));
    }

    /** Returns the page of a rule in the console of AWS Config in its own account. */
    public static URI rule(String region, String rule) {
        return page("config", region, "/rules/details?configRuleName=" + encoded(rule));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static URI page(String service, String region, String fragment) {
        return URI.create(
                "https://" + region + ".console.aws.amazon.com/" + service + "/home?region=" + region + "#" + fragment);
    }
}
