package dev.plumbline.accounts.stacks;

import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * Finds what went wrong first. Events come newest first, and a failure makes CloudFormation cancel the resources beside
 * it: those say nothing about the cause.
 */
final class FirstFailure {

    private static final String CANCELLED = "cancelled";

    private FirstFailure() {}

    /** Reads no further than the beginning of the change: a stack's events may go back for years. */
    static Optional<StackFailure> of(Iterable<StackEvent> newestFirst, @Nullable String token) {
        @Nullable StackEvent first = null;
        boolean seen = false;
        for (StackEvent event : newestFirst) {
            boolean ours = Objects.equals(token, event.clientRequestToken());
            if (seen && !ours) {
                break;
            }
            seen |= ours;
            if (ours && failed(event)) {
                first = event;
            }
        }
        return Optional.ofNullable(first).map(FirstFailure::read);
    }

    /** The same for the last change, whoever made it. */
    static Optional<StackFailure> ofLast(Iterable<StackEvent> newestFirst) {
        Iterator<StackEvent> events = newestFirst.iterator();
        return events.hasNext() ? of(newestFirst, events.next().clientRequestToken()) : Optional.empty();
    }

    private static boolean failed(StackEvent event) {
        String status = known(event.resourceStatusAsString());
        String reason = known(event.resourceStatusReason());
        boolean stackItself = known(event.stackId()).equals(event.physicalResourceId());
        return status.endsWith("_FAILED") && !reason.contains(CANCELLED) && !stackItself;
    }

    private static StackFailure read(StackEvent event) {
        return new StackFailure(
                known(event.logicalResourceId()),
                known(event.resourceType()),
                known(event.resourceStatusAsString()),
                known(event.resourceStatusReason()));
    }

    private static String known(@Nullable String text) {
        return text == null ? "" : text;
    }
}
