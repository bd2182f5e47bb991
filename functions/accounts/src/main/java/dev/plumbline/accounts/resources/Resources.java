package dev.plumbline.accounts.resources;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Stalled;
import dev.plumbline.json.Json;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudcontrol.CloudControlClient;
import software.amazon.awssdk.services.cloudcontrol.model.GetResourceResponse;

/**
 * The live properties of resources in one account and region, read no faster than the account bears. What AWS answers
 * as an error is raised as a {@link Failure} that says what happens next.
 */
public final class Resources {

    private static final ErrorTable ERRORS = ErrorTable.of("Cloud Control")
            .retry(
                    "NetworkFailureException",
                    "NotStabilizedException",
                    "ServiceInternalErrorException",
                    "HandlerInternalFailureException",
                    "HandlerFailureException")
            .wait("ConcurrentOperationException", "ResourceConflictException")
            .stallWhere(
                    "GeneralServiceException",
                    "not authorized",
                    "The role plumbline-verify may not read this type: give it the permissions of the type's read handler")
            .stall(
                    "The role plumbline-verify may not read this type: give it the permissions of the type's read handler",
                    "AccessDenied",
                    "InvalidCredentialsException")
            .build();

    private static final List<ErrorCode> UNREADABLE =
            List.of(new ErrorCode("UnsupportedActionException"), new ErrorCode("TypeNotFoundException"));
    private static final List<ErrorCode> ABSENT = List.of(new ErrorCode("ResourceNotFoundException"));

    private final CloudControlClient client;
    private final Identifiers identifiers;
    private final TokenBucket bucket;
    private final String where;

    private Resources(CloudControlClient client, Identifiers identifiers, TokenBucket bucket, String where) {
        this.client = requireNonNull(client, "client is null");
        this.identifiers = requireNonNull(identifiers, "identifiers is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.where = requireNonNull(where, "where is null");
    }

    /** Returns the gateway for where a session works. All gateways of a session share its rate. */
    public static Resources in(Session session) {
        return new Resources(
                session.client(CloudControlClient.class, CloudControlClient::builder),
                new Identifiers(Ec2.in(session)),
                session.shared(TokenBucket.class, TokenBucket::forReads),
                session.toString());
    }

    /**
     * Reads a resource of a stack.
     *
     * @param type its type, such as {@code AWS::EC2::VPC}
     * @param physicalId its physical id, as CloudFormation lists it
     */
    public LiveResource read(String type, String physicalId) {
        return switch (identifiers.of(type, physicalId)) {
            case Identifier.Known known -> get(type, known.value());
            case Identifier.Absent _ -> new LiveResource.NotFound(physicalId);
            case Identifier.Unknown unknown -> new LiveResource.Unsupported(unknown.reason());
        };
    }

    private LiveResource get(String type, String identifier) {
        String what = "read " + type + " " + identifier + " in " + where;
        Map<List<ErrorCode>, LiveResource> otherwise = Map.of(
                UNREADABLE, new LiveResource.Unsupported("Cloud Control cannot read resources of type " + type),
                ABSENT, new LiveResource.NotFound(identifier));
        bucket.take();
        return ERRORS.callOr(otherwise, what, () -> {
            GetResourceResponse found =
                    client.getResource(request -> request.typeName(type).identifier(identifier));
            return new LiveResource.Found(
                    parse(what, found.resourceDescription().properties()));
        });
    }

    private static JsonNode parse(String what, String properties) {
        try {
            return Json.read(properties);
        } catch (JacksonException error) {
            throw new Stalled("Could not " + what + ": the answer is not JSON", error);
        }
    }
}
