package dev.plumbline.cli.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Calls functions of the control plane and waits for what they answer. */
public final class Functions {

    private static final String PLAN = "plumbline-plan";
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

    /** Gives an event to a function's alias, as EventBridge does: it is not waited for. */
    void give(String arn, String event) {
        var _ = client.invoke(request -> request.functionName(arn)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromString(event, UTF_8)));
    }

    /**
     * Has the control plane look what stands in a target, and note what the ledger has lost. Whoever reads the hub need
     * not be let into any account.
     */
    public JsonNode lookAround(TargetKey target) {
        return call(PLAN, look("LookAround", target));
    }

    /** Has the control plane look how a stack stands. */
    public JsonNode lookAt(StackKey stack) {
        return call(PLAN, look("LookAtStack", stack.target()).put("stack", stack.stack()));
    }

    private static ObjectNode look(String task, TargetKey target) {
        return JSON.createObjectNode()
                .put("task", task)
                .put("account", target.account())
                .put("region", target.region());
    }

    private static JsonNode parse(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a function answered with something else than JSON", e);
        }
    }
}
