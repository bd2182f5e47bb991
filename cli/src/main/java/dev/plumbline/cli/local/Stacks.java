package dev.plumbline.cli.local;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Deploys small templates as they are, as an administrator would by hand. */
final class Stacks {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Session session;
    private final CloudFormationClient cloudFormation;

    Stacks(Session session) {
        this.session = session;
        this.cloudFormation = session.client(CloudFormationClient.class, CloudFormationClient::builder);
    }

    /**
     * Creates or updates a stack and waits for it.
     *
     * @throws Problem where it fails, with the first resource that did
     */
    void deploy(String name, String template, Map<String, String> parameters) {
        List<Parameter> given = parameters.entrySet().stream()
                .map(parameter -> Parameter.builder()
                        .parameterKey(parameter.getKey())
                        .parameterValue(parameter.getValue())
                        .build())
                .toList();
        if (find(name).isEmpty()) {
            cloudFormation.createStack(request -> request.stackName(name)
                    .templateBody(template)
                    .parameters(given)
                    .capabilities(Capability.CAPABILITY_NAMED_IAM));
        } else if (!update(name, template, given)) {
            return;
        }
        Stack ended = awaitEnd(name);
        if (ended.stackStatus() != StackStatus.CREATE_COMPLETE && ended.stackStatus() != StackStatus.UPDATE_COMPLETE) {
            throw new Problem(
                    "the stack %s in %s ended as %s: %s"
                            .formatted(name, session, ended.stackStatusAsString(), firstFailure(name)),
                    "Start over with ./plumbline up --fresh.");
        }
    }

    /** The outputs of a stack, or nothing where there is none that was deployed. */
    Optional<Map<String, String>> outputs(String name) {
        return find(name)
                .filter(stack -> stack.stackStatusAsString().endsWith("_COMPLETE")
                        && stack.stackStatus() != StackStatus.ROLLBACK_COMPLETE
                        && stack.stackStatus() != StackStatus.DELETE_COMPLETE)
                .map(stack -> {
                    Map<String, String> outputs = new TreeMap<>();
                    for (Output output : stack.outputs()) {
                        outputs.put(output.outputKey(), output.outputValue());
                    }
                    return outputs;
                });
    }

    private boolean update(String name, String template, List<Parameter> parameters) {
        try {
            cloudFormation.updateStack(request -> request.stackName(name)
                    .templateBody(template)
                    .parameters(parameters)
                    .capabilities(Capability.CAPABILITY_NAMED_IAM));
            return true;
        } catch (CloudFormationException e) {
            if (e.awsErrorDetails().errorMessage().contains("No updates are to be performed")) {
                return false;
            }
            throw e;
        }
    }

    private Stack awaitEnd(String name) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                Optional<Stack> stack = find(name).filter(found -> !inProgress(found));
                if (stack.isPresent()) {
                    return stack.get();
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Problem(
                "the stack %s in %s did not end within %s s".formatted(name, session, PATIENCE.toSeconds()),
                "Look at logs/emulator.log.");
    }

    private static boolean inProgress(Stack stack) {
        return stack.stackStatusAsString().endsWith("_IN_PROGRESS");
    }

    private Optional<Stack> find(String name) {
        try {
            return cloudFormation.describeStacks(request -> request.stackName(name)).stacks().stream()
                    .findFirst();
        } catch (CloudFormationException e) {
            if (e.awsErrorDetails().errorMessage().contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String firstFailure(String name) {
        Predicate<StackEvent> failed = event -> event.resourceStatusAsString().endsWith("_FAILED");
        return cloudFormation.describeStackEvents(request -> request.stackName(name)).stackEvents().reversed().stream()
                .filter(failed)
                .findFirst()
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .orElse("no resource says why");
    }
}
