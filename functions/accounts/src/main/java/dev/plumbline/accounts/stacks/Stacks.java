package dev.plumbline.accounts.stacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.estate.forecast.HiddenValues;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;

/**
 * CloudFormation in one account and region: stacks. Each method is one request, or one for each page, and may be
 * repeated. What AWS answers as an error is raised as a {@link Failure} that says what happens next.
 */
public final class Stacks {

    private static final ErrorTable ERRORS = StackErrors.TABLE;
    private static final String DELETING = "DELETE_IN_PROGRESS";

    private final CloudFormationClient client;
    private final Session session;
    private final String where;

    private Stacks(CloudFormationClient client, Session session) {
        this.client = requireNonNull(client, "client is null");
        this.session = requireNonNull(session, "session is null");
        this.where = session.toString();
    }

    /** Returns the gateway for where a session works. */
    public static Stacks in(Session session) {
        return new Stacks(session.client(CloudFormationClient.class, CloudFormationClient::builder), session);
    }

    /** Returns every stack of the account and region that is not deleted. */
    public List<Stack> all() {
        return call(
                "describe the stacks",
                () -> client.describeStacksPaginator().stacks().stream()
                        .map(Descriptions::stack)
                        .toList());
    }

    /** Returns a stack, a missing one where there is none. */
    public Stack describe(String stackName) {
        return callUnlessMissing(
                        "describe stack " + stackName,
                        () -> client.describeStacks(request -> request.stackName(stackName)))
                .flatMap(found -> found.stacks().stream().findFirst())
                .map(Descriptions::stack)
                .orElseGet(() -> Stack.missing(stackName));
    }

    /** Returns the resources that a stack consists of, none where there is no stack. */
    public List<StackResource> resources(String stackName) {
        return callUnlessMissing(
                        "list the resources of stack " + stackName,
                        () -> client
                                .listStackResourcesPaginator(request -> request.stackName(stackName))
                                .stackResourceSummaries()
                                .stream()
                                .map(Stacks::resource)
                                .toList())
                .orElse(List.of());
    }

    /** Returns the template of a stack as it was given, nothing where there is no stack. */
    public Optional<String> template(String stackName) {
        return callUnlessMissing(
                        "read the template of stack " + stackName,
                        () -> client.getTemplate(
                                request -> request.stackName(stackName).templateStage(TemplateStage.ORIGINAL)))
                .map(GetTemplateResponse::templateBody);
    }

    /**
     * Protects a stack from deletion, or lifts that; does nothing where there is no stack, or where it is being
     * deleted. It is the only thing that a deletion heeds that is on its way already. Where CloudFormation refuses, the
     * stack itself tells why: a deletion that has begun can no longer be kept from going on.
     */
    public void protect(String stackName, boolean isProtected) {
        try {
            call(
                    (isProtected ? "protect stack " : "lift the protection of stack ") + stackName,
                    () -> client.updateTerminationProtection(
                            request -> request.stackName(stackName).enableTerminationProtection(isProtected)));
        } catch (Stalled | Waiting refused) {
            if (!isGoing(describe(stackName))) {
                throw refused;
            }
        }
    }

    /**
     * Deletes a stack under a role as {@link #delete} does, and returns whether it may be: one that is protected from
     * it stays. CloudFormation says so in words alone, under the code of many refusals, so that the stack is asked
     * whether it is protected.
     */
    public boolean deleteUnlessProtected(String stackName, String roleArn, String token) {
        try {
            delete(stackName, roleArn, token);
            return true;
        } catch (Stalled | Waiting refused) {
            if (isProtected(stackName)) {
                return false;
            }
            throw refused;
        }
    }

    private boolean isProtected(String stackName) {
        return callUnlessMissing(
                        "look whether stack " + stackName + " is protected",
                        () -> client.describeStacks(request -> request.stackName(stackName)))
                .stream()
                .flatMap(found -> found.stacks().stream())
                .anyMatch(stack -> Boolean.TRUE.equals(stack.enableTerminationProtection()));
    }

    private static boolean isGoing(Stack stack) {
        return stack.state() == StackState.MISSING || stack.status().equals(DELETING);
    }

    /** Deletes a stack under a role; does nothing where there is none. Resources that are to be retained stay. */
    public void delete(String stackName, String roleArn, String token) {
        call(
                "delete stack " + stackName,
                () -> client.deleteStack(
                        request -> request.stackName(stackName).roleARN(roleArn).clientRequestToken(token)));
    }

    /** Goes on with a rollback that failed, skipping nothing. */
    public void continueRollback(String stackName, String roleArn, String token) {
        call(
                "continue the rollback of stack " + stackName,
                () -> client.continueUpdateRollback(
                        request -> request.stackName(stackName).roleARN(roleArn).clientRequestToken(token)));
    }

    /** Rolls back an update that was stopped half-way by request. */
    public void rollBack(String stackName, String roleArn, String token) {
        call(
                "roll back stack " + stackName,
                () -> client.rollbackStack(
                        request -> request.stackName(stackName).roleARN(roleArn).clientRequestToken(token)));
    }

    /**
     * Returns the first resource that failed in the change that carried a token, with its own reason, or nothing where
     * none did.
     *
     * @param token the token with which the change was begun
     */
    public Optional<StackFailure> firstFailure(String stackName, String token) {
        return failure(stackName, events -> FirstFailure.of(events, token));
    }

    /**
     * Returns what a stack's deployed template hides as it stands; everything if there is none.
     *
     * @param seen the stack
     */
    public HiddenValues hidden(Stack seen) {
        Place place = new Place(session.partition(), session.account(), session.region(), seen.name());
        return template(seen.name())
                .map(template -> HiddenValues.decided(
                        template.stripLeading().startsWith("{") ? "template.json" : "template.yaml",
                        template.getBytes(UTF_8),
                        seen.parameters(),
                        place))
                .orElseGet(HiddenValues::everything);
    }

    /** Returns the first resource that failed in the last change, whoever made it, or nothing where none did. */
    public Optional<StackFailure> lastFailure(String stackName) {
        return failure(stackName, FirstFailure::ofLast);
    }

    private Optional<StackFailure> failure(String stackName, Function<Iterable<StackEvent>, FirstFailure> reading) {
        return callUnlessMissing(
                        "read the events of stack " + stackName,
                        () -> reading.apply(client.describeStackEventsPaginator(request -> request.stackName(stackName))
                                .stackEvents()))
                .flatMap(first ->
                        first.resource().or(() -> first.isOfValidation() ? invalid(stackName) : Optional.empty()));
    }

    private Optional<StackFailure> invalid(String stackName) {
        return callUnlessMissing(
                        "read what was found wrong with stack " + stackName,
                        () -> ValidationErrors.ask(client, request -> request.stackName(stackName)))
                .flatMap(Function.identity());
    }

    private <T> Optional<T> callUnlessMissing(String what, Supplier<T> call) {
        return ERRORS.callUnless(StackErrors.NO_STACK, what + " in " + where, call);
    }

    private <T> T call(String what, Supplier<T> call) {
        return ERRORS.call(what + " in " + where, call);
    }

    private static StackResource resource(StackResourceSummary summary) {
        String physicalId = summary.physicalResourceId();
        return new StackResource(
                summary.logicalResourceId(),
                physicalId == null ? "" : physicalId,
                summary.resourceType(),
                summary.resourceStatusAsString());
    }
}
