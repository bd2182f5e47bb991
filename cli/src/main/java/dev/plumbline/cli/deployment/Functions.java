package dev.plumbline.cli.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Calls functions of the control plane and waits for what they answer. */
public final class Functions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LambdaClient client;

    Functions(Session hub) {
        this.client = requireNonNull(hub, "hub is null").client(LambdaClient.class, LambdaClient::builder);
    }

    /**
     * Calls the live version of a function.
     *
     * @throws Problem where the function fails, with what it failed with
     */
    public JsonNode call(String name, JsonNode event) {
        InvokeResponse answer = client.invoke(request ->
                request.functionName(name).qualifier("live").payload(SdkBytes.fromString(event.toString(), UTF_8)));
        JsonNode payload = parse(answer.payload().asUtf8String());
        if (answer.functionError() != null) {
            throw new Problem(
                    "%s failed: %s: %s"
                            .formatted(
                                    name,
                                    payload.path("errorType").asText(),
                                    payload.path("errorMessage").asText()),
                    "Its log is shown by ./plumbline logs " + name + ", on AWS in CloudWatch.");
        }
        return payload;
    }

    private static JsonNode parse(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a function answered with something else than JSON", e);
        }
    }
}
