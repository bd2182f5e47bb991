package dev.plumbline.accounts.stacks;

import static dev.plumbline.accounts.stacks.Texts.known;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.EventType;
import software.amazon.awssdk.services.cloudformation.model.HookFailureMode;
import software.amazon.awssdk.services.cloudformation.model.OperationEvent;

/**
 * Reads what CloudFormation found wrong before it touched anything: a name that is taken, a property that the type does
 * not have. A change set's reason and a stack's events only say that there is something, and to ask for these events.
 */
final class ValidationErrors {

    private static final String FAILED = "VALIDATION_FAILED";
    private static final int TOLD = 5;

    private ValidationErrors() {}

    /**
     * Asks for the errors of what is asked about.
     *
     * @param about names a stack, or a change set by its ARN
     */
    static Optional<StackFailure> ask(CloudFormationClient client, Consumer<DescribeEventsRequest.Builder> about) {
        return ofLast(client.describeEventsPaginator(
                        about.andThen(request -> request.filters(filter -> filter.failedEvents(true))))
                .operationEvents());
    }

    /**
     * Returns the errors of the last operation that has any as one failure, the first in its place and the others in
     * its reason, or nothing where there is none.
     */
    private static Optional<StackFailure> ofLast(Iterable<OperationEvent> newestFirst) {
        List<StackFailure> errors = new ArrayList<>();
        @Nullable String operation = null;
        for (OperationEvent event : newestFirst) {
            if (isError(event)) {
                String of = known(event.operationId());
                if (operation != null && !operation.equals(of)) {
                    break;
                }
                operation = of;
                errors.add(read(event));
            }
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(together(errors));
    }

    private static boolean isError(OperationEvent event) {
        return event.eventType() == EventType.VALIDATION_ERROR && event.validationFailureMode() != HookFailureMode.WARN;
    }

    private static StackFailure read(OperationEvent event) {
        String path = known(event.validationPath());
        String reason = known(event.validationStatusReason());
        return new StackFailure(
                known(event.logicalResourceId()),
                known(event.resourceType()),
                FAILED,
                path.contains("/Properties/") ? reason + " (" + path + ")" : reason);
    }

    private static StackFailure together(List<StackFailure> errors) {
        StackFailure first = errors.getFirst();
        String others =
                errors.stream().skip(1).limit(TOLD).map(StackFailure::told).collect(Collectors.joining("; "));
        int untold = errors.size() - 1 - TOLD;
        return others.isEmpty()
                ? first
                : new StackFailure(
                        first.logicalId(),
                        first.type(),
                        first.status(),
                        first.reason() + "; " + others + (untold > 0 ? "; and " + untold + " more" : ""));
    }
}
