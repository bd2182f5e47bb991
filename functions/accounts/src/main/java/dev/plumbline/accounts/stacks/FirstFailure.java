package dev.plumbline.accounts.stacks;

import static dev.plumbline.accounts.stacks.Texts.known;

import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * What went wrong first. Events come newest first, and a failure makes CloudFormation cancel the resources beside it:
 * those say nothing about the cause.
 *
 * @param resource the first resource that failed, if one did
 * @param isOfValidation whether CloudFormation touched nothing, since it found errors before; these events do not say
 *     which
 */
record FirstFailure(Optional<StackFailure> resource, boolean isOfValidation) {

    private static final String CANCELLED = "cancelled";
    private static final String VALIDATION_FAILED = "VALIDATION_FAILED";

    /** Reads no further than the beginning of the change: a stack's events may go back for years. */
    static FirstFailure of(Iterable<StackEvent> newestFirst, @Nullable String token) {
        @Nullable StackEvent first = null;
        boolean seen = false;
        boolean invalid = false;
        for (StackEvent event : newestFirst) {
            boolean ours = Objects.equals(token, event.clientRequestToken());
            if (seen && !ours) {
                break;
            }
            seen |= ours;
            if (ours && isOfStackItself(event)) {
                invalid |= VALIDATION_FAILED.equals(event.detailedStatusAsString());
            } else if (ours && failed(event)) {
                first = event;
            }
        }
        return new FirstFailure(Optional.ofNullable(first).map(FirstFailure::read), invalid);
    }

    /** The same for the last change, whoever made it. */
    static FirstFailure ofLast(Iterable<StackEvent> newestFirst) {
        Iterator<StackEvent> events = newestFirst.iterator();
        return events.hasNext()
                ? of(newestFirst, events.next().clientRequestToken())
                : new FirstFailure(Optional.empty(), false);
    }

    private static boolean isOfStackItself(StackEvent event) {
        return known(event.stackId()).equals(event.physicalResourceId());
    }

    private static boolean failed(StackEvent event) {
        String status = known(event.resourceStatusAsString());
        String reason = known(event.resourceStatusReason());
        return status.endsWith("_FAILED") && !reason.contains(CANCELLED);
    }

    private static StackFailure read(StackEvent event) {
        return new StackFailure(
                known(event.logicalResourceId()),
                known(event.resourceType()),
                known(event.resourceStatusAsString()),
                known(event.resourceStatusReason()));
    }
}
