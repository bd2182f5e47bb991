package dev.plumbline.accounts.stacks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;

/** Reads the pages of one change set's description. */
final class ChangeSetPages {

    private static final List<String> NOTHING_TO_DO =
            List.of("didn't contain changes", "No updates are to be performed");

    private ChangeSetPages() {}

    static ChangeSet read(List<DescribeChangeSetResponse> pages) {
        DescribeChangeSetResponse first = pages.getFirst();
        String status = known(first.statusAsString());
        return switch (status) {
            case "CREATE_PENDING", "CREATE_IN_PROGRESS" -> new ChangeSet.Pending();
            case "CREATE_COMPLETE" -> complete(pages);
            case "FAILED" -> failed(known(first.statusReason()));
            case "DELETE_PENDING", "DELETE_IN_PROGRESS", "DELETE_COMPLETE", "DELETE_FAILED" -> new ChangeSet.Missing();
            default -> throw new IllegalArgumentException("unknown change set status " + status);
        };
    }

    private static ChangeSet complete(List<DescribeChangeSetResponse> pages) {
        DescribeChangeSetResponse first = pages.getFirst();
        String id = known(first.changeSetId());
        String execution = known(first.executionStatusAsString());
        return switch (execution) {
            case "AVAILABLE" ->
                new ChangeSet.Ready(
                        id,
                        pages.stream()
                                .flatMap(page -> Changes.read(page.changes()).stream())
                                .toList());
            case "EXECUTE_IN_PROGRESS" -> new ChangeSet.Executed(id, false);
            case "EXECUTE_COMPLETE", "EXECUTE_FAILED" -> new ChangeSet.Executed(id, true);
            case "OBSOLETE" -> new ChangeSet.Obsolete();
            // Its nested change sets are not done.
            case "UNAVAILABLE" -> new ChangeSet.Pending();
            default -> throw new IllegalArgumentException("unknown execution status " + execution);
        };
    }

    private static ChangeSet failed(String reason) {
        return NOTHING_TO_DO.stream().anyMatch(reason::contains) ? new ChangeSet.Empty() : new ChangeSet.Failed(reason);
    }

    private static String known(@Nullable String text) {
        return text == null ? "" : text;
    }
}
