package dev.plumbline.tasks.playbooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An instance in other hands: its volumes are copied, it is tagged, taken from its Auto Scaling group so that another
 * takes its place, and put into a security group without rules. It goes on running, to be looked at. The group is known
 * by its name, and trusted by its rules alone: it is emptied, and as long as it is not empty the case is not fixed.
 */
final class CompromisedInstance implements ThingPlaybook {

    static final String NAME = "compromised-instance";

    private static final String ISOLATION = "plumbline-isolated";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.DESCRIBE_INSTANCES,
                Operation.DESCRIBE_SNAPSHOTS,
                Operation.CREATE_SNAPSHOT,
                Operation.CREATE_TAGS,
                Operation.DELETE_TAGS,
                Operation.DESCRIBE_AUTO_SCALING_INSTANCES,
                Operation.DETACH_INSTANCES,
                Operation.ATTACH_INSTANCES,
                Operation.DESCRIBE_SECURITY_GROUPS,
                Operation.CREATE_SECURITY_GROUP,
                Operation.REVOKE_INGRESS,
                Operation.REVOKE_EGRESS,
                Operation.MODIFY_INTERFACE);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.INSTANCE);
    }

    @Override
    public Optional<Answer> find(Subject subject, Hands hands) {
        return Instances.find(subject.fact(Fact.INSTANCE), hands);
    }

    @Override
    public Inspection inspect(Answer instance, Subject subject, Hands hands) {
        String id = subject.fact(Fact.INSTANCE);
        List<Step> steps = new ArrayList<>(copies(instance, subject, hands));
        tag(id, instance, subject).ifPresent(steps::add);
        detachment(id, hands).ifPresent(steps::add);
        steps.addAll(isolation(instance, hands));
        // Also where a stack made it: what somebody else has changed inside of it, no template puts right.
        return Inspection.ofAccount(steps, "nothing: replace the instance once it has been looked at");
    }

    private static List<Step> copies(Answer instance, Subject subject, Hands hands) {
        List<Step> steps = new ArrayList<>();
        for (Answer device : instance.items("blockDeviceMapping")) {
            String volume = device.at("ebs").text("volumeId");
            Call look = Parameters.of()
                    .filter("volume-id", volume)
                    .filter("tag:" + Parameters.Tags.CASE, subject.caseId())
                    .call(Operation.DESCRIBE_SNAPSHOTS);
            boolean copied = !volume.isEmpty()
                    && !hands.ask(look)
                            .orElse(Answer.nothing())
                            .items("snapshotSet")
                            .isEmpty();
            if (!volume.isEmpty() && !copied) {
                Call copy = Parameters.of("VolumeId", volume)
                        .with("Description", "Evidence of case " + subject.caseId())
                        .tagged("snapshot", subject.caseId())
                        .call(Operation.CREATE_SNAPSHOT);
                steps.add(Step.forGood("copy the volume " + volume, copy)
                        .unless(new Existing(look, "snapshotSet", "snapshotId", "snapshotId", "copy-" + volume)));
            }
        }
        return steps;
    }

    private static Optional<Step> tag(String id, Answer instance, Subject subject) {
        if (ResourceTags.of(instance).containsKey(Parameters.Tags.CASE)) {
            return Optional.empty();
        }
        return Optional.of(Step.of(
                "tag " + id + " with the case",
                tags(id, subject.caseId()).call(Operation.CREATE_TAGS),
                tags(id, subject.caseId()).call(Operation.DELETE_TAGS)));
    }

    private static Parameters tags(String id, String caseId) {
        ObjectNode tag = JsonNodeFactory.instance
                .objectNode()
                .put("Key", Parameters.Tags.CASE)
                .put("Value", caseId);
        return Parameters.of()
                .list("ResourceId", List.of(id))
                .with("Tag", JsonNodeFactory.instance.arrayNode().add(tag));
    }

    private static Optional<Step> detachment(String id, Hands hands) {
        return hands
                .look(Operation.DESCRIBE_AUTO_SCALING_INSTANCES, Parameters.of().list("InstanceIds", List.of(id)))
                .items("AutoScalingInstances")
                .stream()
                .filter(member -> member.text("InstanceId").equals(id))
                .filter(member -> !member.text("LifecycleState").startsWith("Detach"))
                .map(member -> member.text("AutoScalingGroupName"))
                .findFirst()
                .map(group -> Step.of(
                                "take " + id + " from the group " + group + ", which makes another",
                                member(id, group)
                                        .with("ShouldDecrementDesiredCapacity", false)
                                        .call(Operation.DETACH_INSTANCES),
                                member(id, group).call(Operation.ATTACH_INSTANCES))
                        .interrupting());
    }

    private static Parameters member(String id, String group) {
        return Parameters.of("AutoScalingGroupName", group).list("InstanceIds", List.of(id));
    }

    private static List<Step> isolation(Answer instance, Hands hands) {
        String vpc = instance.text("vpcId");
        Call look = Parameters.of()
                .filter("group-name", ISOLATION)
                .filter("vpc-id", vpc)
                .call(Operation.DESCRIBE_SECURITY_GROUPS);
        Optional<Answer> group = hands.ask(look).orElse(Answer.nothing()).items("securityGroupInfo").stream()
                .findFirst();
        String isolated = group.map(found -> found.text("groupId")).orElse("");
        List<Step> moves = instance.items("networkInterfaceSet").stream()
                .filter(card -> !isolated(card, isolated))
                .map(CompromisedInstance::move)
                .toList();
        // Whoever may make a group could have made one of this name before, and whoever may fill one, afterwards.
        List<Step> rules = group.map(CompromisedInstance::emptied).orElseGet(CompromisedInstance::born);
        if (moves.isEmpty()) {
            return group.isPresent() ? rules : List.of();
        }
        List<Step> steps = new ArrayList<>();
        Call make = Parameters.of("GroupName", ISOLATION)
                .with("GroupDescription", "Without rules: instances that are looked at")
                .with("VpcId", vpc)
                .call(Operation.CREATE_SECURITY_GROUP);
        steps.add(Step.forGood("have a security group without rules in " + vpc, make)
                .unless(new Existing(look, "securityGroupInfo", "groupId", "groupId", "isolated")));
        steps.addAll(rules);
        steps.addAll(moves);
        return steps;
    }

    /** Takes away every rule that the group has, in both directions, whatever it lets through. */
    private static List<Step> emptied(Answer group) {
        String id = group.text("groupId");
        List<Step> steps = new ArrayList<>();
        for (Answer rule : group.items("ipPermissions")) {
            steps.add(revoked(id, Rules.whole(rule), "into", Operation.REVOKE_INGRESS));
        }
        for (Answer rule : group.items("ipPermissionsEgress")) {
            steps.add(revoked(id, Rules.whole(rule), "out of", Operation.REVOKE_EGRESS));
        }
        return steps;
    }

    private static Step revoked(String group, ObjectNode rule, String way, Operation operation) {
        return Step.forGood(
                        "let no " + Rules.ports(rule) + " " + way + " " + ISOLATION + " (" + group + ")",
                        Rules.of(group, rule).call(operation))
                .interrupting();
    }

    /** A new group lets everything out; in a VPC with IPv6 that has a rule of its own (CreateSecurityGroup). */
    private static List<Step> born() {
        return List.of(
                Step.forGood("let nothing out of it", everywhere("IpRanges", "CidrIp", "0.0.0.0/0")),
                Step.forGood("let nothing out of it by IPv6 either", everywhere("Ipv6Ranges", "CidrIpv6", "::/0")));
    }

    private static Call everywhere(String list, String key, String range) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode().put("IpProtocol", "-1");
        rule.putArray(list).addObject().put(key, range);
        return Rules.of("{isolated}", rule).call(Operation.REVOKE_EGRESS);
    }

    private static boolean isolated(Answer card, String isolated) {
        List<Answer> groups = card.items("groupSet");
        return groups.size() == 1 && groups.getFirst().text("groupId").equals(isolated);
    }

    private static Step move(Answer card) {
        String id = card.text("networkInterfaceId");
        List<String> groups = card.items("groupSet").stream()
                .map(group -> group.text("groupId"))
                .toList();
        return Step.of(
                        "put " + id + " into that group alone, out of " + String.join(", ", groups),
                        interfaces(id, List.of("{isolated}")),
                        interfaces(id, groups))
                .interrupting();
    }

    private static Call interfaces(String id, List<String> groups) {
        return Parameters.of("NetworkInterfaceId", id)
                .list("SecurityGroupId", groups)
                .call(Operation.MODIFY_INTERFACE);
    }
}
