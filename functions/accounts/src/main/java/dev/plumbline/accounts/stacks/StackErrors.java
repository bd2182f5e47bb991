package dev.plumbline.accounts.stacks;

import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import java.util.List;

/** What CloudFormation's error codes mean. It answers {@code ValidationError} for many things, told by the message. */
final class StackErrors {

    private static final String VALIDATION = "ValidationError";

    static final ErrorTable TABLE = ErrorTable.of("CloudFormation")
            .wait("OperationInProgressException")
            .waitWhere(VALIDATION, "_IN_PROGRESS state")
            .waitWhere(VALIDATION, "_IN_PROGRESS status")
            .waitWhere("InvalidChangeSetStatus", "_IN_PROGRESS")
            .waitWhere(VALIDATION, "already in progress")
            .retry("OperationStatusCheckFailedException")
            .stallWhere(
                    VALIDATION,
                    "S3 error: Access Denied",
                    "CloudFormation could not read the template: look at the bucket's policy and at the organization it names")
            .stallWhere(
                    VALIDATION,
                    "is invalid or cannot be assumed",
                    "Deploy bootstrap/member-deploy.yaml: the role plumbline-execution is missing or does not trust CloudFormation")
            .stallWhere(
                    VALIDATION,
                    "User doesn't have permission to call",
                    "A parameter's value could not be looked up: deploy the newest bootstrap/; a parameter of Systems Manager"
                            + " has to be one of AWS's own or stand below /estate/")
            .stall(
                    "The account has as many stacks as it may: ask AWS for a higher quota, or remove stacks",
                    "LimitExceededException")
            .stall("The template needs a capability that Plumbline does not give", "InsufficientCapabilitiesException")
            .stall("The token was used for another request: start a new run", "TokenAlreadyExistsException")
            .build();

    static final ErrorCode NO_STACK = new ErrorCode(VALIDATION, "does not exist");
    static final List<ErrorCode> NO_SUCH_CHANGE_SET = List.of(new ErrorCode("ChangeSetNotFound"), NO_STACK);
    static final List<ErrorCode> NOTHING_TO_TELL = List.of(
            new ErrorCode("ChangeSetNotFound"),
            NO_STACK,
            new ErrorCode("AccessDenied"),
            new ErrorCode("AccessDeniedException"));
    static final List<ErrorCode> CHANGE_SET_STATUS = List.of(new ErrorCode("InvalidChangeSetStatus"));
    static final ErrorCode ALREADY_EXISTS = new ErrorCode("AlreadyExistsException");

    private StackErrors() {}
}
