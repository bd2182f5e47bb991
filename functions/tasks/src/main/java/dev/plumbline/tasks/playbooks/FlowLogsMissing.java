package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A VPC without flow logs: all of its traffic is logged to the log group that is called after it, by the role that
 * {@code bootstrap/member-mend.yaml} brings for this.
 */
final class FlowLogsMissing implements ThingPlaybook {

    static final String NAME = "flow-logs-missing";

    private static final int MINUTE = 60;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.DESCRIBE_VPCS,
                Operation.DESCRIBE_FLOW_LOGS,
                Operation.CREATE_FLOW_LOGS,
                Operation.CREATE_TAGS,
                Operation.DELETE_FLOW_LOGS);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.VPC);
    }

    @Override
    public Optional<Answer> find(Subject subject, Hands hands) {
        return hands.first(
                Operation.DESCRIBE_VPCS, Parameters.of().list("VpcId", List.of(subject.fact(Fact.VPC))), "vpcSet");
    }

    @Override
    public Inspection inspect(Answer found, Subject subject, Hands hands) {
        String id = subject.fact(Fact.VPC);
        boolean logged = hands
                .look(Operation.DESCRIBE_FLOW_LOGS, Parameters.of().filter("resource-id", id))
                .items("flowLogSet")
                .stream()
                .anyMatch(log -> log.text("flowLogStatus").equals("ACTIVE"));
        List<Step> steps = logged ? List.of() : List.of(step(id, found, subject, hands));
        return Inspection.tagged(
                steps, ResourceTags.of(found), "give the VPC an AWS::EC2::FlowLog for all of its traffic");
    }

    private static Step step(String vpc, Answer found, Subject subject, Hands hands) {
        String name = ResourceTags.of(found).getOrDefault("Name", "").replaceAll("[^A-Za-z0-9._/#-]", "-");
        String group = (name.isEmpty() ? vpc : name) + "-vpc-flow-logs";
        String role = "arn:" + hands.partition() + ":iam::" + hands.account() + ":role/plumbline-flow-logs";
        Call log = Parameters.of("ResourceType", "VPC")
                .list("ResourceId", List.of(vpc))
                .with("TrafficType", "ALL")
                .with("LogDestinationType", "cloud-watch-logs")
                .with("LogGroupName", group)
                .with("DeliverLogsPermissionArn", role)
                .with("MaxAggregationInterval", MINUTE)
                .with("ClientToken", subject.caseId() + "-" + subject.openedAt().getEpochSecond())
                .tagged("vpc-flow-log", subject.caseId())
                .call(Operation.CREATE_FLOW_LOGS);
        Call look = Parameters.of()
                .filter("resource-id", vpc)
                .filter("tag:" + Parameters.Tags.CASE, subject.caseId())
                .call(Operation.DESCRIBE_FLOW_LOGS);
        Call end = Parameters.of().list("FlowLogId", List.of("{log}")).call(Operation.DELETE_FLOW_LOGS);
        return Step.of("log the traffic of " + vpc + " to " + group, log, end)
                .unless(new Existing(look, "flowLogSet", "flowLogId", "flowLogIdSet", "log"));
    }
}
