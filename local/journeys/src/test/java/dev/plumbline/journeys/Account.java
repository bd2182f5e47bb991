package dev.plumbline.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.accounts.wire.DocumentError;
import dev.plumbline.accounts.wire.Wire;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** An account, as somebody works on it by hand with a session of theirs: most often one that may do everything. */
final class Account {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OF_A_JOURNEY = "for a journey";
    private static final String SSH_FROM_ANYWHERE =
            "'IpPermissions':[{'IpProtocol':'tcp','FromPort':22,'ToPort':22,'IpRanges':[{'CidrIp':'0.0.0.0/0'}]}]";

    private final Session session;
    private final Calls calls;

    Account(Session session) {
        this.session = session;
        this.calls = Calls.in(session);
    }

    /** Returns the names of the stacks that are there. */
    List<String> stacks() {
        return session
                .client(CloudFormationClient.class, CloudFormationClient::builder)
                .describeStacksPaginator()
                .stacks()
                .stream()
                .map(stack -> stack.stackName())
                .toList();
    }

    /** Waits until nobody works on a stack any more; returns it as it stands, which has to be well. */
    Stack settled(String name) {
        // The SDK's own waiter looks every half minute.
        Stack settled = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stack(name), stack -> !stack.stackStatusAsString().endsWith("_IN_PROGRESS"));
        if (!settled.stackStatusAsString().matches("(CREATE|UPDATE)_COMPLETE")) {
            throw new AssertionError(name + " is " + settled.stackStatusAsString());
        }
        return settled;
    }

    /** Returns a stack, which has to be there. */
    Stack stack(String name) {
        return session.client(CloudFormationClient.class, CloudFormationClient::builder)
                .describeStacks(request -> request.stackName(name))
                .stacks()
                .getFirst();
    }

    /** Returns the status of a stack. */
    String status(String name) {
        return stack(name).stackStatusAsString();
    }

    /** Returns the id of a resource of a stack. */
    String physicalId(String stack, String logicalId) {
        return Stacks.in(session).resources(stack).stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .map(StackResource::physicalId)
                .findFirst()
                .orElseThrow();
    }

    /** Asks a service that speaks JSON for what none of the product's gateways asks. */
    JsonNode ask(String service, String target, String body) {
        Wire wire = Wire.to(Wire.Service.regional(service, service), session);
        byte[] document = body.getBytes(UTF_8);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(wire.endpoint())
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", Integer.toString(document.length))
                .putHeader("X-Amz-Target", target)
                .build();
        return wire.send(target, request, document, answer -> {
            if (!answer.isSuccessful()) {
                throw DocumentError.read(answer);
            }
            return JSON.readTree(answer.body());
        });
    }

    /** Asks for an operation; its parameters are JSON with single quotes. */
    Answer ask(Operation operation, String parameters) {
        try {
            ObjectNode read = (ObjectNode) JSON.readTree(parameters.replace('\'', '"'));
            return calls.ask(new Call(operation, read)).orElse(Answer.nothing());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(parameters, e);
        }
    }

    /** Returns the versions of the databases, by name, as RDS tells them. */
    Map<String, String> databases() {
        return ask(Operation.DESCRIBE_DB_INSTANCES, "{}").items("DBInstances").stream()
                .collect(toMap(each -> each.text("DBInstanceIdentifier"), each -> each.text("EngineVersion")));
    }

    /** Returns fields of a database, as RDS tells them. */
    List<String> database(String name, String... fields) {
        Answer found = ask(Operation.DESCRIBE_DB_INSTANCES, "{}").items("DBInstances").stream()
                .filter(each -> each.text("DBInstanceIdentifier").equals(name))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(fields).map(found::text).toList();
    }

    /** Returns the names of the snapshots of databases that there are. */
    List<String> snapshots() {
        return ask(Operation.DESCRIBE_DB_SNAPSHOTS, "{}").items("DBSnapshots").stream()
                .map(each -> each.text("DBSnapshotIdentifier"))
                .toList();
    }

    /** Returns the servers that run, each with its image. */
    List<String> servers() {
        return ask(Operation.DESCRIBE_INSTANCES, "{'Filter':[{'Name':'instance-state-name','Value':['running']}]}")
                .items("reservationSet")
                .stream()
                .flatMap(reservation -> reservation.items("instancesSet").stream())
                .map(instance -> instance.text("instanceId") + " " + instance.text("imageId"))
                .toList();
    }

    /** Returns the release of the nodes' image in the first node group of a cluster. */
    String nodeRelease(String cluster) {
        String group = ask(Operation.LIST_NODEGROUPS, "{'name':'" + cluster + "'}")
                .texts("nodegroups")
                .getFirst();
        return ask(Operation.DESCRIBE_NODEGROUP, "{'name':'" + cluster + "','nodegroupName':'" + group + "'}")
                .at("nodegroup")
                .text("releaseVersion");
    }

    /** Returns the version of an add-on of a cluster. */
    String addonVersion(String cluster, String addon) {
        return ask(Operation.DESCRIBE_ADDON, "{'name':'" + cluster + "','addonName':'" + addon + "'}")
                .at("addon")
                .text("addonVersion");
    }

    /** Makes a security group that SSH reaches from anywhere; returns its id. */
    String openGroup(String name) {
        String vpc =
                ask(Operation.DESCRIBE_VPCS, "{}").items("vpcSet").getFirst().text("vpcId");
        String group = ask(
                        Operation.CREATE_SECURITY_GROUP,
                        "{'GroupName':'" + name + "','GroupDescription':'" + OF_A_JOURNEY + "','VpcId':'" + vpc + "'}")
                .text("groupId");
        open(group);
        return group;
    }

    /** Closes the groups that were made to be open, for whoever comes next. */
    void closeGroups() {
        ask(Operation.DESCRIBE_SECURITY_GROUPS, "{}").items("securityGroupInfo").stream()
                .filter(group -> group.text("groupDescription").equals(OF_A_JOURNEY))
                .map(group -> group.text("groupId"))
                .forEach(group ->
                        ask(Operation.REVOKE_INGRESS, "{'GroupId':'" + group + "'," + SSH_FROM_ANYWHERE + "}"));
    }

    /** Lets SSH from anywhere into a group. */
    void open(String group) {
        ask(Operation.AUTHORIZE_INGRESS, "{'GroupId':'" + group + "'," + SSH_FROM_ANYWHERE + "}");
    }

    /** Returns the default security group of some VPC. */
    String defaultGroup() {
        return ask(Operation.DESCRIBE_SECURITY_GROUPS, "{'Filter':[{'Name':'group-name','Value':['default']}]}")
                .items("securityGroupInfo")
                .getFirst()
                .text("groupId");
    }

    /** Returns the group of a description. */
    String group(String description) {
        return ask(Operation.DESCRIBE_SECURITY_GROUPS, "{}").items("securityGroupInfo").stream()
                .filter(group -> group.text("groupDescription").equals(description))
                .map(group -> group.text("groupId"))
                .findFirst()
                .orElseThrow();
    }

    /** Returns how many rules for incoming traffic a group has. */
    int openRules(String group) {
        return ask(Operation.DESCRIBE_SECURITY_GROUPS, "{'GroupId':['" + group + "']}")
                .items("securityGroupInfo")
                .getFirst()
                .items("ipPermissions")
                .size();
    }
}
