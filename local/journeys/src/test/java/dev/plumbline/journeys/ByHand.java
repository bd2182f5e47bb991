package dev.plumbline.journeys;

import static java.util.stream.Collectors.toMap;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.cli.local.LocalAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;

/** What somebody has made in an account without the estate, badly: something for each playbook. */
final class ByHand {

    private static final String STACK = "by-hand";
    private static final Path TEMPLATE = Path.of("src", "test", "resources", "findings", "by-hand.yaml");

    private final CloudFormationClient cloudFormation;
    private final Account account;
    private final Map<String, String> outputs;

    private ByHand(CloudFormationClient cloudFormation, Account account, Map<String, String> outputs) {
        this.cloudFormation = cloudFormation;
        this.account = account;
        this.outputs = Map.copyOf(outputs);
    }

    /** Makes it, and waits until it stands. */
    static ByHand make(Journey journey, LocalAccount where) {
        CloudFormationClient cloudFormation =
                journey.administrator(where).client(CloudFormationClient.class, CloudFormationClient::builder);
        cloudFormation.createStack(request ->
                request.stackName(STACK).templateBody(template()).capabilities(Capability.CAPABILITY_NAMED_IAM));
        Account account = new Account(journey.administrator(where));
        Map<String, String> outputs =
                account.settled(STACK).outputs().stream().collect(toMap(Output::outputKey, Output::outputValue));
        // Whoever has got in switches off what watches: the estate's own recorder and detector.
        journey.disturb(where, "baseline", "Recorder", Map.of("set", Map.of("_Recording", false)));
        account.ask(Operation.UPDATE_DETECTOR, "{'detectorId':'" + detector(account) + "','enable':false}");
        account.ask(Operation.DISABLE_EBS_ENCRYPTION, "{}");
        account.ask(Operation.UPDATE_PASSWORD_POLICY, "{'MinimumPasswordLength':6}");
        for (String key : List.of("KeyOfTheNeglectful", "KeyOfTheGone")) {
            journey.disturbStack(where, STACK, key, Map.of("set", Map.of("CreateDate", "2026-01-01T00:00:00Z")));
        }
        return new ByHand(cloudFormation, account, outputs);
    }

    private static String detector(Account account) {
        return account.ask(Operation.LIST_DETECTORS, "{}").texts("detectorIds").getFirst();
    }

    private static String template() {
        try {
            return Files.readString(TEMPLATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the id of something that was made. */
    String id(String output) {
        return outputs.getOrDefault(output, "");
    }

    /** Returns the id that AWS gave a user. */
    String user(String name) {
        return account.ask(Operation.LIST_USERS, "{}").items("Users").stream()
                .filter(user -> user.text("UserName").equals(name))
                .map(user -> user.text("UserId"))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the instances of its group. */
    List<String> instances() {
        return account.ask(Operation.DESCRIBE_AUTO_SCALING_INSTANCES, "{}").items("AutoScalingInstances").stream()
                .filter(member -> member.text("AutoScalingGroupName").equals(STACK))
                .map(member -> member.text("InstanceId"))
                .sorted()
                .toList();
    }

    /** Looks at one thing. */
    Answer look(Operation operation, String parameters) {
        return account.ask(operation, parameters);
    }

    /** Takes it away. */
    void remove() {
        account.ask(Operation.ENABLE_EBS_ENCRYPTION, "{}");
        cloudFormation.deleteStack(request -> request.stackName(STACK));
    }
}
