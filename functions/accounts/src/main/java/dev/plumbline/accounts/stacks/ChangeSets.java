package dev.plumbline.accounts.stacks;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeploymentMode;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * CloudFormation in one account and region: change sets. Each method may be repeated. What AWS answers as an error is
 * raised as a {@link Failure} that says what happens next.
 */
public final class ChangeSets {

    private static final ErrorTable ERRORS = StackErrors.TABLE;

    private final CloudFormationClient client;
    private final String where;

    private ChangeSets(CloudFormationClient client, String where) {
        this.client = requireNonNull(client, "client is null");
        this.where = requireNonNull(where, "where is null");
    }

    /** Returns the gateway for where a session works. */
    public static ChangeSets in(Session session) {
        return new ChangeSets(
                session.client(CloudFormationClient.class, CloudFormationClient::builder), session.toString());
    }

    /**
     * Asks for a change set; does nothing where one of that name is there already. It is not ready at once: describe
     * it.
     */
    public void create(ChangeSetRequest wanted) {
        ERRORS.callUnless(
                StackErrors.ALREADY_EXISTS,
                what("make", wanted.stackName(), wanted.name()),
                () -> client.createChangeSet(request(wanted)));
    }

    /**
     * Asks for a change set that gives parameters of a stack other values and leaves everything else as it was deployed
     * last; does nothing where one of that name is there already.
     *
     * @param kept the parameters that keep their values, seen or not
     * @param changed the others
     * @param token makes a repeated request the same request
     */
    public void createFor(
            String stackName,
            String name,
            Set<String> kept,
            Map<String, String> changed,
            String roleArn,
            String token) {
        List<Parameter> parameters = parameters(changed, kept);
        ERRORS.callUnless(
                StackErrors.ALREADY_EXISTS,
                what("make", stackName, name),
                () -> client.createChangeSet(request -> request.stackName(stackName)
                        .changeSetName(name)
                        .changeSetType(ChangeSetType.UPDATE)
                        .usePreviousTemplate(true)
                        .parameters(parameters)
                        .roleARN(roleArn)
                        .clientToken(token)
                        .description("Lifts the protection from deletion")
                        .capabilities(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_AUTO_EXPAND)));
    }

    /**
     * Returns what has become of a change set, with all its changes where it is ready. CloudFormation leaves resources
     * out whose values it cannot show, and at times the reason of a failure, when it is asked for values: then it is
     * asked again without.
     */
    public ChangeSet describe(String stackName, String name) {
        List<DescribeChangeSetResponse> detailed = pages(stackName, name, true);
        if (detailed.isEmpty()) {
            return new ChangeSet.Missing();
        }
        ChangeSet seen = ChangeSetPages.leaveOut(detailed)
                ? describe(detailed, pages(stackName, name, false))
                : ChangeSetPages.read(detailed);
        return seen instanceof ChangeSet.Failed
                ? invalid(detailed.getFirst().changeSetId()).orElse(seen)
                : seen;
    }

    private static ChangeSet describe(List<DescribeChangeSetResponse> detailed, List<DescribeChangeSetResponse> plain) {
        return plain.isEmpty() ? new ChangeSet.Missing() : ChangeSetPages.read(detailed, plain);
    }

    /** Returns all pages, none where there is no such change set. */
    private List<DescribeChangeSetResponse> pages(String stackName, String name, boolean values) {
        List<DescribeChangeSetResponse> pages = new ArrayList<>();
        @Nullable String next = null;
        do {
            Optional<DescribeChangeSetResponse> page = page(stackName, name, values, next);
            if (page.isEmpty()) {
                return List.of();
            }
            pages.add(page.get());
            next = page.get().nextToken();
        } while (next != null && !next.isEmpty());
        return pages;
    }

    /**
     * What CloudFormation found wrong before it made a change set, which its reason does not say. Where we may not ask,
     * the reason that it gives is still the better one to tell.
     */
    private Optional<ChangeSet> invalid(String id) {
        return ERRORS.callUnless(
                        StackErrors.NOTHING_TO_TELL,
                        "read what was found wrong with change set " + id,
                        () -> ValidationErrors.ask(client, request -> request.changeSetName(id)))
                .flatMap(Function.identity())
                .map(failure -> new ChangeSet.Failed(failure.told()));
    }

    /**
     * Executes a change set.
     *
     * @param token makes a repeated request the same request, and stands on every event of the change
     */
    public Execution execute(String stackName, String name, String token) {
        Map<List<ErrorCode>, Execution> refusals = Map.of(
                StackErrors.CHANGE_SET_STATUS, Execution.REFUSED, StackErrors.NO_SUCH_CHANGE_SET, Execution.MISSING);
        return ERRORS.callOr(refusals, what("execute", stackName, name), () -> {
            client.executeChangeSet(
                    request -> request.stackName(stackName).changeSetName(name).clientRequestToken(token));
            return Execution.BEGUN;
        });
    }

    /** Deletes a change set that was not executed; does nothing where there is none. Returns whether it is gone. */
    public boolean delete(String stackName, String name) {
        Map<List<ErrorCode>, Boolean> refusals =
                Map.of(StackErrors.CHANGE_SET_STATUS, false, StackErrors.NO_SUCH_CHANGE_SET, true);
        return ERRORS.callOr(refusals, what("delete", stackName, name), () -> {
            client.deleteChangeSet(request -> request.stackName(stackName).changeSetName(name));
            return true;
        });
    }

    /** Returns the names of a stack's change sets, none where there is no stack. */
    public List<String> names(String stackName) {
        return ERRORS.callUnless(
                        StackErrors.NO_STACK,
                        "list the change sets of stack " + stackName + " in " + where,
                        () ->
                                client
                                        .listChangeSetsPaginator(request -> request.stackName(stackName))
                                        .summaries()
                                        .stream()
                                        .map(summary -> summary.changeSetName())
                                        .toList())
                .orElse(List.of());
    }

    private Optional<DescribeChangeSetResponse> page(
            String stackName, String name, boolean values, @Nullable String next) {
        return ERRORS.callUnless(
                StackErrors.NO_SUCH_CHANGE_SET,
                what("describe", stackName, name),
                () -> client.describeChangeSet(request -> request.stackName(stackName)
                        .changeSetName(name)
                        .includePropertyValues(values)
                        .nextToken(next)));
    }

    private String what(String verb, String stackName, String name) {
        return verb + " change set " + name + " of stack " + stackName + " in " + where;
    }

    private static CreateChangeSetRequest request(ChangeSetRequest wanted) {
        CreateChangeSetRequest.Builder request = CreateChangeSetRequest.builder()
                .stackName(wanted.stackName())
                .changeSetName(wanted.name())
                .changeSetType(
                        switch (wanted.kind()) {
                            case CREATE -> ChangeSetType.CREATE;
                            case UPDATE -> ChangeSetType.UPDATE;
                        })
                .templateURL(wanted.templateUrl())
                .parameters(parameters(wanted.parameters(), wanted.kept()))
                .tags(wanted.tags().entrySet().stream().map(ChangeSets::tag).toList())
                .roleARN(wanted.roleArn().isEmpty() ? null : wanted.roleArn())
                .clientToken(wanted.token())
                .description(wanted.description())
                .capabilities(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_AUTO_EXPAND);
        if (wanted.revertsDrift()) {
            request.deploymentMode(DeploymentMode.REVERT_DRIFT);
        }
        return request.build();
    }

    /** What is kept is named also where nothing is given for it: CloudFormation would fall back on the default. */
    private static List<Parameter> parameters(Map<String, String> given, Set<String> kept) {
        List<Parameter> parameters = new ArrayList<>();
        given.forEach((key, value) -> {
            if (!kept.contains(key)) {
                parameters.add(Parameter.builder()
                        .parameterKey(key)
                        .parameterValue(value)
                        .build());
            }
        });
        kept.forEach(key -> parameters.add(
                Parameter.builder().parameterKey(key).usePreviousValue(true).build()));
        return parameters;
    }

    private static Tag tag(Map.Entry<String, String> entry) {
        return Tag.builder().key(entry.getKey()).value(entry.getValue()).build();
    }
}
