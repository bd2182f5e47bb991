package dev.plumbline.accounts.workflows;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * Executions of state machines. Each method may be repeated. What AWS answers as an error is raised as a
 * {@link Failure} that says what happens next.
 */
public final class Workflows {

    private static final ErrorTable ERRORS = ErrorTable.of("Step Functions")
            .retry("KmsThrottlingException", "ExecutionLimitExceeded")
            .stall("The state machine is missing: deploy template.yaml again", "StateMachineDoesNotExist")
            .build();

    private static final ErrorCode NAME_TAKEN = new ErrorCode("ExecutionAlreadyExists");
    private static final ErrorCode NO_EXECUTION = new ErrorCode("ExecutionDoesNotExist");
    private static final List<ErrorCode> NOBODY_WAITS =
            List.of(new ErrorCode("TaskTimedOut"), new ErrorCode("TaskDoesNotExist"), new ErrorCode("InvalidToken"));
    private static final int CAUSE_LENGTH = 32_000;

    private final SfnClient client;

    private Workflows(SfnClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    /** Returns the gateway for where a session works. */
    public static Workflows in(Session session) {
        return new Workflows(session.client(SfnClient.class, SfnClient::builder));
    }

    /**
     * Starts an execution unless there was one of that name.
     *
     * @param input its input as JSON; holds no secret, since who may see the execution sees it
     */
    public Start start(String machineArn, String name, String input) {
        return ERRORS.callUnless(
                        NAME_TAKEN,
                        "start execution " + name + " of " + machineArn,
                        () -> client.startExecution(request ->
                                request.stateMachineArn(machineArn).name(name).input(input)))
                .<Start>map(started -> new Start.Started(started.executionArn()))
                .orElseGet(() -> new Start.AlreadyExists(executionArn(machineArn, name)));
    }

    /** Returns what an execution is doing. */
    public ExecutionStatus status(String executionArn) {
        return ERRORS.callUnless(
                        NO_EXECUTION,
                        "describe execution " + executionArn,
                        () -> client.describeExecution(request -> request.executionArn(executionArn)))
                .map(execution -> read(execution.statusAsString()))
                .orElse(ExecutionStatus.GONE);
    }

    /**
     * Wakes a task with its result.
     *
     * @param output the result as JSON
     */
    public Delivery succeed(String token, String output) {
        return deliver(
                () -> client.sendTaskSuccess(request -> request.taskToken(token).output(output)));
    }

    /**
     * Wakes a task with a failure.
     *
     * @param error the fully qualified name of the failure's class, which the machine names in {@code ErrorEquals}
     * @param cause what people read
     */
    public Delivery fail(String token, String error, String cause) {
        String fitting = cause.length() <= CAUSE_LENGTH ? cause : cause.substring(0, CAUSE_LENGTH);
        return deliver(() -> client.sendTaskFailure(
                request -> request.taskToken(token).error(error).cause(fitting)));
    }

    /** Returns the ARN of a machine's execution by its name. */
    public static String executionArn(String machineArn, String name) {
        return machineArn.replaceFirst(":stateMachine:", ":execution:") + ":" + name;
    }

    /** A token is as good as a key to the task: it is not shown. */
    private static Delivery deliver(Supplier<?> call) {
        return ERRORS.callUnless(NOBODY_WAITS, "wake a waiting task", call::get).isPresent()
                ? Delivery.DELIVERED
                : Delivery.NOBODY_WAITS;
    }

    private static ExecutionStatus read(String status) {
        return switch (status) {
            case "RUNNING", "PENDING_REDRIVE" -> ExecutionStatus.RUNNING;
            case "SUCCEEDED" -> ExecutionStatus.SUCCEEDED;
            case "FAILED", "TIMED_OUT", "ABORTED" -> ExecutionStatus.FAILED;
            default -> throw new IllegalArgumentException("unknown execution status " + status);
        };
    }
}
