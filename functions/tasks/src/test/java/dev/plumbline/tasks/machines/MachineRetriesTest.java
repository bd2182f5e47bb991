package dev.plumbline.tasks.machines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The language of state machines knows no shared retry block, so that each state spells its own. What retries the same
 * has the same block here, to the last number; what differs on purpose is a {@link Pace} with its reason.
 */
class MachineRetriesTest {

    private static final String INVOKE = "arn:aws:states:::lambda:invoke";
    private static final String INVOKE_WITH_TOKEN = INVOKE + ".waitForTaskToken";
    private static final String START = "arn:aws:states:::states:startExecution.sync:2";
    private static final String READ = "a map that reads its items from the bucket";

    private static final String LAMBDA_FAILS = """
            {
              "ErrorEquals": [
                "Lambda.ClientExecutionTimeoutException",
                "Lambda.ServiceException",
                "Lambda.AWSLambdaException",
                "Lambda.SdkClientException",
                "Lambda.TooManyRequestsException",
                "Lambda.SnapStartNotReadyException",
                "Lambda.SnapStartTimeoutException",
                "Lambda.Unknown",
                "Runtime.ExitError",
                "Sandbox.Timedout"
              ],
              "IntervalSeconds": 1,
              "BackoffRate": 2,
              "MaxAttempts": 6,
              "MaxDelaySeconds": 30,
              "JitterStrategy": "FULL"
            }""";

    private static final String CALL_HANGS = """
            {
              "ErrorEquals": ["States.Timeout"],
              "IntervalSeconds": 1,
              "BackoffRate": 2,
              "MaxAttempts": 2,
              "MaxDelaySeconds": 30,
              "JitterStrategy": "FULL"
            }""";

    private static final String TASK_MAY_BE_REPEATED = """
            {
              "ErrorEquals": ["dev.plumbline.failure.Retryable"],
              "IntervalSeconds": 2,
              "BackoffRate": 2,
              "MaxAttempts": 8,
              "MaxDelaySeconds": 60,
              "JitterStrategy": "FULL"
            }""";

    private static final String START_FAILS = """
            {
              "ErrorEquals": [
                "StepFunctions.ExecutionLimitExceeded",
                "StepFunctions.ExecutionLimitExceededException",
                "StepFunctions.AWSStepFunctionsException",
                "StepFunctions.ThrottlingException",
                "StepFunctions.SdkClientException",
                "StepFunctions.SfnException"
              ],
              "IntervalSeconds": 2,
              "BackoffRate": 2,
              "MaxAttempts": 8,
              "MaxDelaySeconds": 60,
              "JitterStrategy": "FULL"
            }""";

    private static final String READ_FAILS = """
            {
              "ErrorEquals": ["States.ItemReaderFailed"],
              "IntervalSeconds": 2,
              "BackoffRate": 2,
              "MaxAttempts": 4,
              "MaxDelaySeconds": 30,
              "JitterStrategy": "FULL"
            }""";

    /** What every state of a kind retries; where a token is waited for, the timeout is caught, not retried. */
    private static final Map<String, List<String>> BLOCKS = Map.of(
            INVOKE, List.of(LAMBDA_FAILS, CALL_HANGS, TASK_MAY_BE_REPEATED),
            INVOKE_WITH_TOKEN, List.of(LAMBDA_FAILS, TASK_MAY_BE_REPEATED),
            START, List.of(START_FAILS),
            READ, List.of(READ_FAILS));

    /**
     * Maps over what is already in the input: there is nothing to read again, and each item catches its own failure.
     */
    private static final Set<String> NOTHING_TO_RETRY =
            Set.of("reconcile-target/DeployLevel", "reconcile-target/AwaitApprovals");

    /**
     * How often what is at work elsewhere is looked at again. This is the one part of a block that differs on purpose:
     * each pace says why, and which states keep it. What is named by none keeps {@link #A_LOOK}.
     */
    private enum Pace {
        A_LOOK("The usual: what was done shows within minutes, and after an hour it is as it is.", """
                { "IntervalSeconds": 2, "BackoffRate": 1.5, "MaxAttempts": 60, "MaxDelaySeconds": 60 }"""),
        NEVER(
                "Asks only what is busy for nobody: the ledger, the bucket, Git, SNS, EventBridge's scheduler. What it"
                        + " goes on with in the same call is waited for by the state of its own. AbandonTarget deletes"
                        + " change sets, for which CloudFormation has no error that passes.",
                "",
                "patch-target/CloseTarget",
                "patch-target/Gate",
                "patch-target/RecordStep",
                "patch-target/YieldLease",
                "patch/Discover",
                "patch/Report",
                "plan/AbandonTarget",
                "plan/AnnouncePlan",
                "plan/Preview",
                "plan/TellPlan",
                "reconcile-target/Approve",
                "reconcile-target/Ask",
                "reconcile-target/AskSettings",
                "reconcile-target/Hold",
                "reconcile-target/Record",
                "reconcile-target/RecordRefusal",
                "reconcile-target/ReleaseLease",
                "reconcile-target/YieldLease",
                "reconcile/Announce",
                "reconcile/ApplySchedules",
                "reconcile/Plan",
                "reconcile/Report",
                "remediate/Approve",
                "remediate/Decide",
                "remediate/Receive",
                "remediate/Record",
                "remediate/Report"),
        A_LEASE(
                "Whoever holds a target may deploy or patch for half a day; looks soon, since most let go in minutes.",
                """
                { "IntervalSeconds": 2, "BackoffRate": 1.5, "MaxAttempts": 720, "MaxDelaySeconds": 60 }""",
                "patch-target/AcquireLease",
                "patch-target/RetakeLease",
                "reconcile-target/AcquireLease"),
        A_CHANGE_SET(
                "There is no event for a change set that is complete, and most take seconds: looks often, for two"
                        + " hours, since a failed stack may first have to be deleted or rolled back.",
                """
                { "IntervalSeconds": 1, "BackoffRate": 1.4, "MaxAttempts": 240, "MaxDelaySeconds": 30 }""",
                "reconcile-target/CreateChangeSet"),
        A_PREVIEW(
                "Change sets again, but of a plan: somebody sits before the pull request, and after forty minutes is"
                        + " told why nothing can be said.",
                """
                { "IntervalSeconds": 1, "BackoffRate": 1.4, "MaxAttempts": 80, "MaxDelaySeconds": 30 }""",
                "plan/PreviewTarget"),
        A_STACK(
                "CloudFormation is at work on the stack, which takes minutes to hours; Settle has a rollback to see"
                        + " through.",
                """
                { "IntervalSeconds": 5, "BackoffRate": 1.5, "MaxAttempts": 240, "MaxDelaySeconds": 60 }""",
                "reconcile-target/Execute",
                "reconcile-target/Settle"),
        A_WAVE(
                "An execution of a target that its map has left may go on for as long as it waits for a lease.",
                """
                { "IntervalSeconds": 5, "BackoffRate": 1.5, "MaxAttempts": 800, "MaxDelaySeconds": 60 }""",
                "patch/CloseWave",
                "reconcile/CloseWave"),
        A_PLAYBOOK(
                "A database or a cluster that somebody changes refuses other changes for as long, mostly minutes.",
                """
                { "IntervalSeconds": 5, "BackoffRate": 1.5, "MaxAttempts": 120, "MaxDelaySeconds": 60 }""",
                "remediate/Act",
                "remediate/Correlate",
                "remediate/Expire",
                "remediate/Undo"),
        AN_INSIGHT(
                "EKS refreshes its upgrade insights in some minutes at best: a look before ten seconds finds nothing.",
                """
                { "IntervalSeconds": 10, "BackoffRate": 1.5, "MaxAttempts": 60, "MaxDelaySeconds": 60 }""",
                "patch-target/LookTarget"),
        A_SNAPSHOT(
                "A snapshot of a large database takes hours, and comes before what is applied.",
                """
                { "IntervalSeconds": 10, "BackoffRate": 1.5, "MaxAttempts": 480, "MaxDelaySeconds": 60 }""",
                "patch-target/Apply"),
        AN_UPGRADE(
                "What has begun is finished whatever the window: the upgrade of a large database or node group takes"
                        + " most of a day, and does not hurry for being asked.",
                """
                { "IntervalSeconds": 15, "BackoffRate": 1.5, "MaxAttempts": 600, "MaxDelaySeconds": 120 }""",
                "patch-target/Await");

        private final String reason;
        private final String numbers;
        private final String states;

        Pace(String reason, String numbers, String... states) {
            this.reason = reason;
            this.numbers = numbers;
            this.states = String.join("\n", states);
        }

        Set<String> states() {
            return states.lines().collect(Collectors.toSet());
        }

        static Pace of(String state) {
            return Arrays.stream(values())
                    .filter(pace -> pace.states().contains(state))
                    .findFirst()
                    .orElse(A_LOOK);
        }

        Optional<String> retrier() {
            return numbers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            numbers.replaceFirst("\\{", "{ \"ErrorEquals\": [\"dev.plumbline.failure.Waiting\"],"));
        }
    }

    @Test
    void retry_ofWhatRetriesTheSame_isTheSameBlock() {
        Set<String> kinds = new HashSet<>();
        Map<String, String> found = new TreeMap<>();
        Map<String, String> meant = new TreeMap<>();
        states().forEach((state, definition) -> kind(definition).ifPresent(kind -> {
            kinds.add(kind);
            found.put(state, definition.path("Retry").toPrettyString());
            meant.put(state, block(state, kind).toPrettyString());
        }));
        Map<String, String> different = new TreeMap<>(found);
        different.entrySet().removeAll(meant.entrySet());
        assertThat(different).isEmpty();
        assertThat(kinds).isEqualTo(BLOCKS.keySet());
    }

    @Test
    void state_ofNoKindThatRetries_isNamedHere() {
        Set<String> others = new TreeSet<>();
        states().forEach((state, definition) -> {
            if (kind(definition).isEmpty()) {
                assertThat(definition.has("Retry")).as(state).isFalse();
                if (definition.path("Type").asText().matches("Task|Map|Parallel")) {
                    others.add(state);
                }
            }
        });
        assertThat(others).isEqualTo(NOTHING_TO_RETRY);
    }

    @Test
    void pace_thatDiffers_hasAReasonAndNamesFunctionsOfItsOwn() {
        Set<String> named = new HashSet<>();
        Set<String> blocks = new HashSet<>();
        Set<String> calls = new HashSet<>();
        states().forEach((state, definition) -> {
            if (definition.path("Resource").asText().startsWith(INVOKE)) {
                calls.add(state);
            }
        });
        for (Pace pace : Pace.values()) {
            assertThat(pace.reason).as(pace.name()).isNotBlank();
            assertThat(blocks.add(pace.numbers)).as(pace.name()).isTrue();
            assertThat(pace.states().isEmpty()).as(pace.name()).isEqualTo(pace == Pace.A_LOOK);
            for (String state : pace.states()) {
                assertThat(calls).contains(state);
                assertThat(named.add(state)).as(state).isTrue();
            }
        }
    }

    private static Map<String, JsonNode> states() {
        Map<String, JsonNode> states = new TreeMap<>();
        for (Machine machine : Machine.all()) {
            machine.states().forEach((name, state) -> states.put(machine.name() + "/" + name, state));
        }
        return states;
    }

    /** Returns what a state retries, or nothing if its kind retries nothing. */
    private static Optional<String> kind(JsonNode state) {
        String resource =
                state.has("ItemReader") ? READ : state.path("Resource").asText();
        return Optional.of(resource).filter(BLOCKS::containsKey);
    }

    private static ArrayNode block(String state, String kind) {
        ArrayNode block = Machine.JSON.createArrayNode();
        BLOCKS.getOrDefault(kind, List.of()).forEach(retrier -> block.add(parsed(retrier)));
        if (kind.startsWith(INVOKE)) {
            Pace.of(state).retrier().ifPresent(retrier -> block.add(parsed(retrier)));
        }
        return block;
    }

    private static JsonNode parsed(String json) {
        try {
            return Machine.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
