package dev.plumbline.tasks.machines;

import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MachineRulesTest {

    private static final Pattern EXPRESSION = Pattern.compile("^\\{%(.*)%}$", Pattern.DOTALL);
    private static final Set<String> SUBSTITUTIONS = Set.of(
            "${PlanFunctionArn}",
            "${PreviewFunctionArn}",
            "${ProvisionFunctionArn}",
            "${VerifyFunctionArn}",
            "${ReportFunctionArn}",
            "${ScheduleFunctionArn}",
            "${ReconcileTargetArn}",
            "${Announces}",
            "${RemediateFunctionArn}",
            "${ReconcileArn}",
            "${PatchFunctionArn}",
            "${PatchTargetArn}",
            "${Bucket}");

    static Stream<Machine> machines() {
        return Machine.all().stream();
    }

    @ParameterizedTest
    @MethodSource("machines")
    void errorName_ofOurs_isAFailureClass(Machine machine) throws ClassNotFoundException {
        for (String error : errors(machine)) {
            if (error.startsWith("dev.")) {
                assertThat(Failure.class).isAssignableFrom(Class.forName(error));
            }
        }
        assertThat(errors(machine)).anyMatch(error -> error.startsWith("dev.plumbline."));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void machine_always_isJsonataWithACommentAndATimeout(Machine machine) {
        assertThat(machine.definition().path("QueryLanguage").asText()).isEqualTo("JSONata");
        assertThat(machine.definition().path("Comment").asText()).isNotBlank();
        assertThat(machine.definition().path("TimeoutSeconds").asInt()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("machines")
    void state_ofWork_hasCommentTimeoutRetryAndCatch(Machine machine) {
        machine.states().forEach((name, state) -> {
            assertThat(state.path("Comment").asText()).as(name).isNotBlank();
            if (state.path("Type").asText().equals("Task")) {
                JsonNode timeout = state.path("TimeoutSeconds");
                assertThat(timeout.asInt() > 0
                                || EXPRESSION.matcher(timeout.asText()).matches())
                        .as(name)
                        .isTrue();
                assertThat(state.path("Retry").isEmpty()).as(name).isFalse();
                assertThat(state.has("HeartbeatSeconds")).as(name).isFalse();
            }
            if (state.path("Type").asText().matches("Task|Map")) {
                JsonNode catchers = state.path("Catch");
                assertThat(catchers.isEmpty()).as(name).isFalse();
                assertThat(catchers.get(catchers.size() - 1).path("ErrorEquals").toString())
                        .as(name)
                        .isEqualTo("[\"States.ALL\"]");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("machines")
    void retry_always_leavesInvalidAndStalledAlone(Machine machine) {
        machine.states()
                .forEach((name, state) -> state.path("Retry")
                        .forEach(retrier -> retrier.path("ErrorEquals")
                                .forEach(error -> assertThat(error.asText())
                                        .as(name)
                                        .isNotIn(
                                                "dev.plumbline.failure.Invalid",
                                                "dev.plumbline.failure.Stalled",
                                                "States.TaskFailed",
                                                "States.ALL"))));
    }

    /**
     * A call that hangs ends as {@code States.Timeout} ("Handling errors in Step Functions workflows"): every task of
     * ours can be called again. Where a token is waited for, the timeout is the sweep, or the end of a question.
     */
    @ParameterizedTest
    @MethodSource("machines")
    void call_ofAFunctionThatHangs_isRepeatedAFewTimes(Machine machine) {
        machine.states().forEach((name, state) -> {
            boolean calls = state.path("Resource").asText().equals("arn:aws:states:::lambda:invoke");
            List<JsonNode> retriers = retriers(state, "States.Timeout");
            assertThat(retriers).as(name).hasSize(calls ? 1 : 0);
            retriers.forEach(retrier ->
                    assertThat(retrier.path("MaxAttempts").asInt()).as(name).isBetween(1, 3));
        });
    }

    /**
     * Nested starts fail under the names of the SDK's first version; see docs/aws-unknowns.md. Those of the second
     * stay: they cost nothing.
     */
    @ParameterizedTest
    @MethodSource("machines")
    void start_ofAnotherMachine_isRepeatedUnderAnyNameOfBeingTooMany(Machine machine) {
        machine.states().forEach((name, state) -> {
            if (state.path("Resource").asText().contains(":states:startExecution")) {
                assertThat(List.of(
                                "StepFunctions.ExecutionLimitExceededException",
                                "StepFunctions.AWSStepFunctionsException",
                                "StepFunctions.ExecutionLimitExceeded",
                                "StepFunctions.ThrottlingException",
                                "StepFunctions.SdkClientException",
                                "StepFunctions.SfnException"))
                        .as(name)
                        .allSatisfy(error -> assertThat(retriers(state, error)).hasSize(1));
            }
        });
    }

    /** What is read from a bucket may be throttled: "States.ItemReaderFailed" (the same guide). */
    @ParameterizedTest
    @MethodSource("machines")
    void map_ofItemsInTheBucket_isReadAgain(Machine machine) {
        machine.states()
                .forEach((name, state) -> assertThat(retriers(state, "States.ItemReaderFailed"))
                        .as(name)
                        .hasSize(state.has("ItemReader") ? 1 : 0));
    }

    /**
     * An execution holds 25,000 events (service quotas): what grows with the estate is in executions of its own, and
     * its items in the bucket. The machines of one target have its stacks in their own history.
     */
    @ParameterizedTest
    @MethodSource("machines")
    void map_overTheEstate_isDistributed(Machine machine) {
        Set<String> ofOneTarget = Set.of("reconcile-target", "patch-target", "remediate");
        machine.states().forEach((name, state) -> {
            if (state.path("Type").asText().equals("Map") && !ofOneTarget.contains(machine.name())) {
                assertThat(state.at("/ItemProcessor/ProcessorConfig/Mode").asText())
                        .as(name)
                        .isEqualTo("DISTRIBUTED");
                assertThat(state.has("ItemReader")).as(name).isTrue();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("machines")
    void transition_always_leadsToAStateOfTheSameLevelAndAllAreReached(Machine machine) {
        for (Map<String, JsonNode> level : machine.levels()) {
            Set<String> reached = new HashSet<>();
            level.forEach((name, state) -> {
                List<String> next = transitions(state);
                assertThat(level.keySet()).as(name).containsAll(next);
                reached.addAll(next);
            });
            assertThat(level.size() - reached.size())
                    .as("unreached states, the first one apart")
                    .isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void expression_always_parses(Machine machine) {
        List<String> texts = new ArrayList<>();
        texts(machine.definition(), texts);
        List<String> expressions = texts.stream()
                .map(EXPRESSION::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
        assertThat(expressions).isNotEmpty();
        expressions.forEach(Jsonata::jsonata);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void substitution_always_isOneThatTheTemplateGives(Machine machine) {
        List<String> texts = new ArrayList<>();
        texts(machine.definition(), texts);
        assertThat(texts.stream().filter(text -> text.contains("${")).toList()).isSubsetOf(SUBSTITUTIONS);
    }

    /** AWS refuses an assignment inside a map to a name that is assigned outside of it. */
    @ParameterizedTest
    @MethodSource("machines")
    void variable_ofAnInnerLevel_hidesNoneOfAnOuterOne(Machine machine) {
        Set<String> seen = new HashSet<>();
        for (Map<String, JsonNode> level : machine.levels()) {
            Set<String> assigned = new HashSet<>();
            level.values().forEach(state -> assigned(state, assigned));
            Set<String> hidden = new HashSet<>(assigned);
            hidden.retainAll(seen);
            assertThat(hidden).isEmpty();
            seen.addAll(assigned);
        }
    }

    private static List<String> errors(Machine machine) {
        return machine.states().values().stream()
                .flatMap(state -> Stream.of(state.path("Retry"), state.path("Catch")))
                .flatMap(MachineRulesTest::stream)
                .flatMap(block -> stream(block.path("ErrorEquals")))
                .map(JsonNode::asText)
                .toList();
    }

    private static List<JsonNode> retriers(JsonNode state, String error) {
        return stream(state.path("Retry"))
                .filter(retrier -> stream(retrier.path("ErrorEquals"))
                        .anyMatch(name -> name.asText().equals(error)))
                .toList();
    }

    private static List<String> transitions(JsonNode state) {
        return Stream.of(
                        Stream.of(state.path("Next"), state.path("Default")),
                        stream(state.path("Choices")).map(choice -> choice.path("Next")),
                        stream(state.path("Catch")).map(catcher -> catcher.path("Next")))
                .flatMap(nodes -> nodes)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    private static void assigned(JsonNode state, Set<String> names) {
        Stream.of(Stream.of(state), stream(state.path("Choices")), stream(state.path("Catch")))
                .flatMap(nodes -> nodes)
                .forEach(node -> node.path("Assign").fieldNames().forEachRemaining(names::add));
    }

    private static void texts(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(child -> texts(child, texts));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
