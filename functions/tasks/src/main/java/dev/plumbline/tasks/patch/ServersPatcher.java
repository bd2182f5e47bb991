package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.estate.patching.Opening;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Servers of an Auto Scaling group: they are replaced by those of the newest image to which their launch template
 * leads. What Patch Manager says of those that are of the newest image is read back and told.
 */
final class ServersPatcher implements Patcher {

    static final String IMAGE = "image";
    static final String COMPLIANCE = "compliance";

    private static final int MINUTES = 45;

    /** As many as DescribeInstancePatchStates takes: "Array Members: Maximum number of 50 items". */
    private static final int MOST_INSTANCES = 50;

    private static final String GROUP_TAG = "aws:autoscaling:groupName";
    private static final String TEMPLATE_TAG = "aws:ec2launchtemplate:id";
    private static final String VERSION_TAG = "aws:ec2launchtemplate:version";

    @Override
    public PatchKind kind() {
        return PatchKind.SERVERS;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.DESCRIBE_INSTANCES,
                Operation.DESCRIBE_LAUNCH_TEMPLATE_VERSIONS,
                Operation.DESCRIBE_PATCH_STATES,
                Operation.START_INSTANCE_REFRESH,
                Operation.DESCRIBE_INSTANCE_REFRESHES);
    }

    @Override
    public List<Offer> declared(Subject subject) {
        return List.of();
    }

    /** Three requests for a group of no more than fifty servers. */
    @Override
    public List<Offer> look(Subject subject, Account account) {
        String group = subject.output("Group");
        List<Answer> instances = group.isEmpty() ? List.of() : instances(group, account);
        if (instances.isEmpty()) {
            return List.of();
        }
        String newest = image(instances.getFirst(), account);
        Optional<Answer> old = instances.stream()
                .filter(instance ->
                        !newest.isEmpty() && !instance.text("imageId").equals(newest))
                .findFirst();
        if (old.isEmpty()) {
            return compliance(subject, group, instances, account);
        }
        return List.of(Offer.of(
                subject,
                step(
                        subject,
                        IMAGE,
                        group,
                        old.get().text("imageId"),
                        newest,
                        "replace the servers of " + group + " by those of the newest image",
                        instances.size() == 1 ? "0" : "90"),
                PatchPolicy.SECURITY));
    }

    private static List<Answer> instances(String group, Account account) {
        return account
                .ask(Call.of(Operation.DESCRIBE_INSTANCES)
                        .with("Filter.1.Name", "tag:" + GROUP_TAG)
                        .with("Filter.1.Value.1", group)
                        .with("Filter.2.Name", "instance-state-name")
                        .with("Filter.2.Value.1", "running"))
                .items("reservationSet")
                .stream()
                .flatMap(reservation -> reservation.items("instancesSet").stream())
                .toList();
    }

    /** Returns the image to which the launch template leads now; empty where the server has none. */
    private static String image(Answer instance, Account account) {
        String template = tag(instance, TEMPLATE_TAG);
        if (template.isEmpty()) {
            return "";
        }
        return account
                .ask(Call.of(Operation.DESCRIBE_LAUNCH_TEMPLATE_VERSIONS)
                        .with("LaunchTemplateId", template)
                        .with("LaunchTemplateVersion.1", tag(instance, VERSION_TAG))
                        .with("ResolveAlias", "true"))
                .items("launchTemplateVersionSet")
                .stream()
                .map(version -> version.at("launchTemplateData").text("imageId"))
                .findFirst()
                .orElse("");
    }

    private static String tag(Answer instance, String key) {
        return instance.items("tagSet").stream()
                .filter(tag -> tag.text("key").equals(key))
                .map(tag -> tag.text("value"))
                .findFirst()
                .orElse("");
    }

    private static List<Offer> compliance(Subject subject, String group, List<Answer> instances, Account account) {
        List<Answer> states = instances.stream()
                .map(instance -> instance.text("instanceId"))
                .gather(Gatherers.windowFixed(MOST_INSTANCES))
                .map(ids -> Call.of(Operation.DESCRIBE_PATCH_STATES).list("InstanceIds", ids))
                .flatMap(call -> account.ask(call).items("InstancePatchStates").stream())
                .toList();
        List<Offer> offers = new ArrayList<>();
        for (Answer state : states) {
            int missing = state.number("MissingCount")
                    + state.number("FailedCount")
                    + state.number("InstalledPendingRebootCount");
            if (missing > 0) {
                offers.add(Offer.toldOnly(
                        subject,
                        step(
                                subject,
                                COMPLIANCE,
                                group + "/" + state.text("InstanceId"),
                                missing + " missing",
                                "compliant",
                                "Patch Manager misses " + missing + " patches on " + state.text("InstanceId"),
                                "")));
            }
        }
        return offers;
    }

    private static PatchStep step(
            Subject subject, String kind, String what, String from, String to, String says, String healthy) {
        return new PatchStep(
                subject.stack().stack(),
                PatchKind.SERVERS.word(),
                kind,
                what,
                from,
                to,
                says,
                MINUTES,
                new TreeMap<>(),
                new TreeMap<>(Map.of("group", subject.output("Group"), "healthy", healthy)));
    }

    @Override
    public void apply(PatchStep step, String run, Optional<Opening> opening, Account account) {
        boolean done = instances(step.detail("group"), account).stream()
                .allMatch(instance -> instance.text("imageId").equals(step.to()));
        if (!done) {
            account.ask(Call.of(Operation.START_INSTANCE_REFRESH)
                    .with("AutoScalingGroupName", step.detail("group"))
                    .with("Preferences.MinHealthyPercentage", step.detail("healthy")));
        }
    }

    @Override
    public boolean applied(PatchStep step, Account account) {
        String status = account
                .ask(Call.of(Operation.DESCRIBE_INSTANCE_REFRESHES)
                        .with("AutoScalingGroupName", step.detail("group"))
                        .with("MaxRecords", "1"))
                .items("InstanceRefreshes")
                .stream()
                .map(refresh -> refresh.text("Status"))
                .findFirst()
                .orElse("Successful");
        if (Stream.of("Pending", "InProgress", "Baking", "Cancelling", "RollbackInProgress")
                .anyMatch(status::equals)) {
            throw new Waiting("the servers of " + step.detail("group") + " are being replaced: " + status);
        }
        if (!status.equals("Successful")) {
            throw new Stalled("The replacement of the servers of " + step.detail("group") + " ended as " + status
                    + ". Look at the group's instance refreshes in EC2.");
        }
        return instances(step.detail("group"), account).stream()
                .allMatch(instance -> instance.text("imageId").equals(step.to()));
    }
}
