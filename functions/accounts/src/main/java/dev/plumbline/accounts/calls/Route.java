package dev.plumbline.accounts.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request of a REST API goes.
 *
 * @param method the HTTP method
 * @param path the path, encoded
 * @param subresource what of it is meant, as S3 says behind a question mark; empty for the whole
 * @param body the parameters that are not in the path
 */
record Route(String method, String path, String subresource, ObjectNode body) {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    static Route of(Call call) {
        String[] parts = call.operation().spelling().route().split("[ ?]", -1);
        ObjectNode body = call.parameters();
        String path = PARAMETER.matcher(parts[1]).replaceAll(found -> taken(found.group(1), body));
        return new Route(parts[0], path, parts.length > 2 ? parts[2] : "", body);
    }

    private static String taken(String name, ObjectNode body) {
        if (!body.hasNonNull(name)) {
            throw new IllegalArgumentException("the parameter " + name + " is missing");
        }
        String encoded = URLEncoder.encode(body.remove(name).asText(), UTF_8).replace("+", "%20");
        return Matcher.quoteReplacement(encoded);
    }
}
