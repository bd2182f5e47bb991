package dev.plumbline.tasks.observe;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.ledger.StackEvent;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Invalid;
import dev.plumbline.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event as EventBridge delivers it, told apart by its source. */
public sealed interface Observation {

    /**
     * A stack of the estate has another status.
     *
     * @param stack the stack
     * @param event what happened to it
     */
    record StackChanged(StackKey stack, StackEvent event) implements Observation {
        /** Checks that nothing is missing. */
        public StackChanged {
            requireNonNull(stack, "stack is null");
            requireNonNull(event, "event is null");
        }
    }

    /**
     * A target's forwarder is at work.
     *
     * @param target the target
     * @param at when it said so
     */
    record Canary(TargetKey target, Instant at) implements Observation {
        /** Checks that nothing is missing. */
        public Canary {
            requireNonNull(target, "target is null");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * An alarm has another state.
     *
     * @param target where the alarm is
     * @param alarm its name
     * @param description what it means to people; empty where it says nothing
     * @param state its state
     * @param previous the state before, in CloudWatch's words; empty where it is not told
     * @param reason why, in CloudWatch's words
     * @param at when that happened
     */
    record AlarmChanged(
            TargetKey target,
            String alarm,
            String description,
            AlarmState state,
            String previous,
            String reason,
            Instant at)
            implements Observation {
        /** Checks that nothing is missing. */
        public AlarmChanged {
            requireNonNull(target, "target is null");
            requireNonNull(alarm, "alarm is null");
            requireNonNull(description, "description is null");
            requireNonNull(state, "state is null");
            requireNonNull(previous, "previous is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
            if (alarm.isEmpty()) {
                throw new IllegalArgumentException("the alarm has no name");
            }
        }
    }

    /** The states of an alarm, as CloudWatch spells them. */
    enum AlarmState {
        /** What it watches is as it should be. */
        OK,
        /** It is not. */
        ALARM,
        /** Nobody can say. */
        INSUFFICIENT_DATA
    }

    /**
     * The execution of a plan ended in another way than well, and perhaps without a word.
     *
     * @param executionArn its ARN
     * @param plan id of the plan
     * @param pullRequest number of the pull request; empty where a person asked
     * @param commit the commit that it was to be about, as the hint says
     */
    record PlanEnded(String executionArn, String plan, String pullRequest, String commit) implements Observation {

        /** Checks that nothing is missing. */
        public PlanEnded {
            requireNonNull(executionArn, "executionArn is null");
            requireNonNull(plan, "plan is null");
            requireNonNull(pullRequest, "pullRequest is null");
            requireNonNull(commit, "commit is null");
        }

        static PlanEnded read(JsonNode detail) {
            JsonNode input = input(detail);
            return new PlanEnded(
                    detail.path("executionArn").asText(),
                    detail.path("name").asText(),
                    input.path("pullRequest").asText(""),
                    input.path("after").asText(""));
        }
    }

    /**
     * An execution of the control plane ended in another way than well.
     *
     * @param executionArn its ARN
     * @param machineArn ARN of its machine
     * @param name its name
     * @param ref the branch that it was to reconcile; empty if it does not say
     * @param status how it ended, such as {@code TIMED_OUT}
     */
    record ExecutionEnded(String executionArn, String machineArn, String name, String ref, String status)
            implements Observation {
        /** Checks that nothing is missing. */
        public ExecutionEnded {
            requireNonNull(executionArn, "executionArn is null");
            requireNonNull(machineArn, "machineArn is null");
            requireNonNull(name, "name is null");
            requireNonNull(ref, "ref is null");
            requireNonNull(status, "status is null");
        }
    }

    /** The name in a stack's ARN, with the account and region that have to be the envelope's. */
    Pattern STACK = Pattern.compile("arn:[a-z-]+:cloudformation:([a-z0-9-]+):([0-9]{12}):stack/([A-Za-z0-9-]+)/.+");

    /**
     * The account and region in an execution's ARN. Step Functions allows more in a name; what is meant for people to
     * follow as a link has none of that.
     */
    Pattern EXECUTION =
            Pattern.compile("arn:[a-z-]+:states:([a-z0-9-]+):([0-9]{12}):execution:[\\w-]{1,80}:[\\w.+=@!()'-]{1,80}");

    /**
     * Reads an event. Account and region are those of the envelope, which AWS writes; what the detail says of them has
     * to agree.
     *
     * @throws Invalid where it is no event that is routed here, or contradicts itself
     */
    static Observation read(JsonNode event) {
        try {
            return switch (event.path("source").asText()) {
                case "aws.cloudformation" -> stack(event);
                case "aws.cloudwatch" -> alarm(event);
                case "aws.states" -> execution(target(event), event.path("detail"));
                case "plumbline", "aws.events" -> new Canary(target(event), at(event));
                default ->
                    throw new Invalid(
                            "An event of source '" + event.path("source").asText() + "' does not belong here");
            };
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new Invalid("An event cannot be read: " + e.getMessage(), e);
        }
    }

    private static Observation stack(JsonNode event) {
        TargetKey target = target(event);
        String arn = event.path("detail").path("stack-id").asText();
        Matcher named = STACK.matcher(arn);
        boolean agrees = named.matches()
                && named.group(1).equals(target.region())
                && named.group(2).equals(target.account())
                && named.group(3).startsWith(StackDeclaration.STACK_NAME_PREFIX);
        if (!agrees) {
            throw new Invalid(
                    "An event from " + target + " tells of '" + arn + "', which is no stack of the estate there");
        }
        String stack = named.group(3).substring(StackDeclaration.STACK_NAME_PREFIX.length());
        String status =
                event.path("detail").path("status-details").path("status").asText();
        String token = event.path("detail").path("client-request-token").asText("");
        return new StackChanged(new StackKey(target, stack), new StackEvent(status, at(event), token));
    }

    private static Observation alarm(JsonNode event) {
        JsonNode detail = event.path("detail");
        JsonNode state = detail.path("state");
        return new AlarmChanged(
                target(event),
                detail.path("alarmName").asText(),
                detail.path("configuration").path("description").asText("").strip(),
                AlarmState.valueOf(state.path("value").asText()),
                detail.path("previousState").path("value").asText(""),
                state.path("reason").asText(""),
                at(event));
    }

    private static Observation execution(TargetKey target, JsonNode detail) {
        Matcher arn = EXECUTION.matcher(detail.path("executionArn").asText());
        boolean agrees = arn.matches()
                && arn.group(1).equals(target.region())
                && arn.group(2).equals(target.account());
        if (!agrees) {
            throw new Invalid("An event from " + target + " tells of an execution that is not there");
        }
        if (detail.path("stateMachineArn").asText().endsWith(":plumbline-plan")) {
            return PlanEnded.read(detail);
        }
        return new ExecutionEnded(
                detail.path("executionArn").asText(),
                detail.path("stateMachineArn").asText(),
                detail.path("name").asText(),
                input(detail).path("ref").asText(""),
                detail.path("status").asText());
    }

    /** Step Functions tells an execution's input as text, and leaves a long one out. */
    private static JsonNode input(JsonNode detail) {
        try {
            return Json.read(detail.path("input").asText("{}"));
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static TargetKey target(JsonNode event) {
        return new TargetKey(
                event.path("account").asText(), event.path("region").asText());
    }

    /** A time that the ledger, which counts milliseconds, cannot hold is none. */
    private static Instant at(JsonNode event) {
        return Instant.ofEpochMilli(Instant.parse(event.path("time").asText()).toEpochMilli());
    }
}
