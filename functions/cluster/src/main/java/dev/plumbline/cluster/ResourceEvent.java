package dev.plumbline.cluster;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What CloudFormation asks of a custom resource.
 *
 * @param stackName name of the stack that has the resource
 * @param properties the resource's properties, every value a text
 * @param oldProperties those before an update; empty else
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requesttypes.html">
 *     Custom resource request types</a>
 */
record ResourceEvent(
        Kind kind,
        String stackId,
        String stackName,
        String requestId,
        String logicalId,
        String responseUrl,
        JsonNode properties,
        JsonNode oldProperties) {

    private static final Pattern STACK =
            Pattern.compile("arn:[a-z-]+:cloudformation:[a-z0-9-]+:\\d{12}:stack/([^/]+)/.+");

    /** What is to be done. */
    enum Kind {
        CREATE,
        UPDATE,
        DELETE;

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown request type " + word));
        }
    }

    ResourceEvent {
        requireNonNull(kind, "kind is null");
        requireNonNull(stackId, "stackId is null");
        requireNonNull(stackName, "stackName is null");
        requireNonNull(requestId, "requestId is null");
        requireNonNull(logicalId, "logicalId is null");
        requireNonNull(responseUrl, "responseUrl is null");
        requireNonNull(properties, "properties is null");
        requireNonNull(oldProperties, "oldProperties is null");
    }

    /**
     * Reads an event.
     *
     * @throws IllegalArgumentException where it is not CloudFormation's: nobody can be answered then
     */
    static ResourceEvent from(JsonNode event) {
        String stackId = text(event, "StackId");
        var stack = STACK.matcher(stackId);
        if (!stack.matches()) {
            throw new IllegalArgumentException("StackId is not the id of a stack");
        }
        return new ResourceEvent(
                Kind.of(text(event, "RequestType")),
                stackId,
                stack.group(1),
                text(event, "RequestId"),
                text(event, "LogicalResourceId"),
                text(event, "ResponseURL"),
                event.path("ResourceProperties"),
                event.path("OldResourceProperties"));
    }

    /** Returns an id that stays for the resource's life: nothing about a list of manifests makes it another one. */
    String physicalId() {
        return stackName + "/" + logicalId;
    }

    private static String text(JsonNode event, String field) {
        String value = event.path(field).asText();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the event has no " + field);
        }
        return value;
    }
}
