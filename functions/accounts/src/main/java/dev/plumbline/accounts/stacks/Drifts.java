package dev.plumbline.accounts.stacks;

import static dev.plumbline.accounts.stacks.Texts.known;
import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.drift.DriftEntry.Kind;
import dev.plumbline.accounts.drift.Secrecy;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackDriftDetectionStatusResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceDriftsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceDriftsResponse;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;

/**
 * CloudFormation in one account and region: drift detection. CloudFormation reads the resources with the permissions of
 * whoever asks. What AWS answers as an error is raised as a {@link Failure} that says what happens next.
 */
public final class Drifts {

    private static final ErrorTable ERRORS = StackErrors.TABLE;
    private static final int PAGE = 100;

    private final CloudFormationClient client;
    private final String where;

    private Drifts(CloudFormationClient client, String where) {
        this.client = requireNonNull(client, "client is null");
        this.where = requireNonNull(where, "where is null");
    }

    /** Returns the gateway for where a session works. */
    public static Drifts in(Session session) {
        return new Drifts(
                session.client(CloudFormationClient.class, CloudFormationClient::builder), session.toString());
    }

    /** Lets CloudFormation look at a stack's resources, and returns the id of the detection. */
    public String detect(String stackName) {
        return ERRORS.call(
                "detect drift of stack " + stackName + " in " + where,
                () -> client.detectStackDrift(request -> request.stackName(stackName))
                        .stackDriftDetectionId());
    }

    /** Returns what has become of a detection. */
    public Detection look(String detection) {
        return read(ERRORS.call(
                "look at drift detection " + detection + " in " + where,
                () -> client.describeStackDriftDetectionStatus(request -> request.stackDriftDetectionId(detection))));
    }

    /** Returns what the last detection found changed or deleted, ordered by resource. */
    public List<DriftEntry> entries(String stackName) {
        List<StackResourceDrift> drifts =
                ERRORS.call("describe the drift of stack " + stackName + " in " + where, () -> pages(stackName));
        return drifts.stream()
                .flatMap(Drifts::entries)
                .sorted(Comparator.comparing(DriftEntry::resource).thenComparing(DriftEntry::property))
                .toList();
    }

    private List<StackResourceDrift> pages(String stackName) {
        List<StackResourceDrift> all = new ArrayList<>();
        @Nullable String next = null;
        do {
            DescribeStackResourceDriftsResponse page =
                    client.describeStackResourceDrifts(DescribeStackResourceDriftsRequest.builder()
                            .stackName(stackName)
                            .stackResourceDriftStatusFilters(
                                    StackResourceDriftStatus.MODIFIED, StackResourceDriftStatus.DELETED)
                            .maxResults(PAGE)
                            .nextToken(next)
                            .build());
            all.addAll(page.stackResourceDrifts());
            next = page.nextToken();
        } while (next != null && !next.isEmpty());
        return all;
    }

    private static Stream<DriftEntry> entries(StackResourceDrift drift) {
        String physicalId = known(drift.physicalResourceId());
        if (drift.stackResourceDriftStatus() == StackResourceDriftStatus.DELETED) {
            return Stream.of(new DriftEntry(
                    drift.logicalResourceId(), physicalId, drift.resourceType(), Kind.DELETED, "", "", ""));
        }
        return drift.propertyDifferences().stream()
                .map(difference -> new DriftEntry(
                        drift.logicalResourceId(),
                        physicalId,
                        drift.resourceType(),
                        Kind.CHANGED,
                        difference.propertyPath(),
                        value(difference.propertyPath(), difference.expectedValue()),
                        value(difference.propertyPath(), difference.actualValue())));
    }

    private static Detection read(DescribeStackDriftDetectionStatusResponse answer) {
        return switch (known(answer.detectionStatusAsString())) {
            case "DETECTION_IN_PROGRESS" -> new Detection.Pending();
            case "DETECTION_FAILED" -> new Detection.Failed(known(answer.detectionStatusReason()));
            case "DETECTION_COMPLETE" ->
                known(answer.stackDriftStatusAsString()).equals("DRIFTED")
                        ? new Detection.Drifted()
                        : new Detection.InSync();
            default ->
                throw new IllegalArgumentException(
                        "unknown drift detection status " + answer.detectionStatusAsString());
        };
    }

    /** CloudFormation says {@code null} of a property that is not there. */
    private static String value(String property, @Nullable String value) {
        String known = known(value);
        return known.equals("null") ? "" : Secrecy.show(property, known);
    }
}
