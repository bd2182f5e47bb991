package dev.plumbline.accounts.stacks;

import static dev.plumbline.accounts.stacks.Texts.known;

import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;

/** Reads the pages of one change set's description. */
final class ChangeSetPages {

    private static final List<String> NOTHING_TO_DO =
            List.of("didn't contain changes", "No updates are to be performed");

    /**
     * What CloudFormation answers besides CREATE_COMPLETE where it has left resources out because it could not work out
     * their values (aws/aws-cdk-cli issue 1780).
     */
    private static final String INCOMPLETE = "--include-property-values option can return incomplete ChangeSet data";

    private ChangeSetPages() {}

    /**
     * Whether a description that was asked for with values may lack what one without them has: resources, or why it
     * failed (boto/boto3 issue 4178).
     */
    static boolean leaveOut(List<DescribeChangeSetResponse> detailed) {
        return detailed.stream().anyMatch(page -> known(page.statusReason()).contains(INCOMPLETE))
                || (known(detailed.getFirst().statusAsString()).equals("FAILED")
                        && known(detailed.getFirst().statusReason()).isBlank());
    }

    /** Reads two descriptions of one change set: what the one with values lacks is taken from the one without. */
    static ChangeSet read(List<DescribeChangeSetResponse> detailed, List<DescribeChangeSetResponse> plain) {
        ChangeSet whole = read(plain);
        return whole instanceof ChangeSet.Ready(String id, List<Change> all)
                        && read(detailed) instanceof ChangeSet.Ready(String sameId, List<Change> valued)
                        && id.equals(sameId)
                ? new ChangeSet.Ready(id, Changes.completed(valued, all))
                : whole;
    }

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
}
