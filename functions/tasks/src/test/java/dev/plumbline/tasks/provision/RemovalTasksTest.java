package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Lease;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.Removal;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.approve.Consents;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemovalTasksTest {

    private static final Assignment TARGET = AssignmentsForTests.of("push-1");
    private static final StackKey NETWORK = new StackKey(DEV, "network");
    private static final StackKey APPS = new StackKey(DEV, "apps");
    private static final Removal REMOVAL = new Removal(NETWORK, new TreeSet<>(List.of(APPS)));
    private static final ProvisionInput.CreateChangeSet PREPARE =
            new ProvisionInput.CreateChangeSet(TARGET, "network", 0, HubForTests.NOW.toString());
    private static final ProvisionInput.Execute EXECUTE =
            new ProvisionInput.Execute(TARGET, "network", "removal", "task-token", 0, 0);
    private static final ProvisionInput.Settle SETTLE = new ProvisionInput.Settle(TARGET, "network", "removal");

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final List<String> done = new ArrayList<>();
    private final RemovalTasks tasks = new RemovalTasks(
            ledger,
            hub.workflows(),
            hub.sessions(),
            new TargetPlans(Bucket.in(hub.aws().hub(), "plumbline-bucket")),
            new Lines(new Costs(ledger, hub.clock()), hub.clock()),
            new Consents(ledger),
            new Binder(),
            hub.clock());
    private String status = "CREATE_COMPLETE";
    private String policy = "Snapshot";
    private boolean isProtected = true;

    @BeforeEach
    void stand() {
        TargetPlan plan = new TargetPlan(
                COMMIT,
                3,
                "dev",
                DEV,
                List.of(),
                false,
                new TreeSet<>(),
                Settings.none(),
                Drift.REVERT,
                List.of(REMOVAL),
                List.of());
        hub.object(new String(PlanJson.write(plan), UTF_8));
        ledger.stacks().begin(NETWORK, InFlight.begins("push-0", "c", "d", "token-of-push-0"));
        hub.answers(
                "DescribeStacks", request -> StubAnswer.result("DescribeStacks", """
                <Stacks><member><StackName>estate-network</StackName><StackId>arn:stack</StackId>
                <StackStatus>%s</StackStatus><EnableTerminationProtection>%s</EnableTerminationProtection>
                <CreationTime>2026-11-01T12:00:00Z</CreationTime></member></Stacks>""".formatted(status, isProtected)));
        hub.answers("ListStackResources", request -> StubAnswer.result("ListStackResources", """
                <StackResourceSummaries>
                <member><LogicalResourceId>Database</LogicalResourceId><PhysicalResourceId>db-1</PhysicalResourceId>
                <ResourceType>AWS::RDS::DBInstance</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
                <LastUpdatedTimestamp>2026-11-01T12:00:00Z</LastUpdatedTimestamp></member>
                <member><LogicalResourceId>Topic</LogicalResourceId><PhysicalResourceId>topic-1</PhysicalResourceId>
                <ResourceType>AWS::SNS::Topic</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
                <LastUpdatedTimestamp>2026-11-01T12:00:00Z</LastUpdatedTimestamp></member>
                </StackResourceSummaries>"""));
        hub.answers(
                "GetTemplate",
                request -> StubAnswer.result(
                        "GetTemplate",
                        "<TemplateBody>" + """
                Metadata: { Plumbline: { Stateful: [Database] } }
                Parameters: { Name: { Type: String, Default: shop } }
                Resources:
                  Database: { Type: "AWS::RDS::DBInstance"%s, Properties: { DBInstanceIdentifier: !Ref Name } }
                  Topic: { Type: "AWS::SNS::Topic" }
                """.formatted(policy.isEmpty() ? "" : ", DeletionPolicy: " + policy)
                                + "</TemplateBody>"));
        hub.answers("UpdateTerminationProtection", request -> {
            isProtected = Boolean.parseBoolean(request.form().get("EnableTerminationProtection"));
            return StubAnswer.result("UpdateTerminationProtection", "<StackId>arn:stack</StackId>");
        });
        hub.answers("DeleteStack", request -> {
            if (isProtected) {
                return StubAnswer.xmlError(400, "ValidationError", "whatever CloudFormation says of it");
            }
            done.add("delete");
            status = "DELETE_IN_PROGRESS";
            return StubAnswer.result("DeleteStack", "");
        });
        hub.answers("DescribeStackEvents", request -> StubAnswer.result("DescribeStackEvents", "<StackEvents/>"));
    }

    @Test
    void prepare_standingStack_asksWithWhatGoesAndWhatStays() {
        Prepared prepared = tasks.prepare(PREPARE, REMOVAL);

        assertThat(prepared.decision()).isEqualTo("ask");
        assertThat(prepared.reason()).contains("AWS::SNS::Topic", "snapshotted: Database (AWS::RDS::DBInstance) db-1");
        assertThat(prepared.line().changes()).isEqualTo("-2");
        assertThat(done).isEmpty();
    }

    @Test
    void prepare_clusterWithLoadBalancers_namesThemAndRemovesThemFirst() {
        clusterGoes();
        Prepared asked = tasks.prepare(PREPARE, REMOVAL);
        assertThat(asked.reason())
                .contains("auto-web, controller-web, kubernetes-web, classic-web")
                .doesNotContain("of-another", "shared-web");
        approve(asked);

        assertThatExceptionOfType(Waiting.class)
                .isThrownBy(() -> tasks.prepare(PREPARE, REMOVAL))
                .withMessageContaining("controller-web");
        assertThat(done).containsExactly("arn:auto-web", "arn:controller-web", "arn:kubernetes-web", "classic-web");

        assertThat(tasks.prepare(PREPARE, REMOVAL).decision()).isEqualTo("execute");
    }

    @Test
    void prepare_approved_isExecutedOnlyForWhatWasApproved() {
        approve(tasks.prepare(PREPARE, REMOVAL));
        assertThat(tasks.prepare(PREPARE, REMOVAL).decision()).isEqualTo("execute");

        policy = "Delete";

        assertThat(tasks.prepare(PREPARE, REMOVAL).decision()).isEqualTo("ask");
    }

    @Test
    void prepare_stillUsed_isKeptBack() {
        ledger.stacks().needs(APPS, new TreeSet<>(List.of(NETWORK)));

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> tasks.prepare(PREPARE, REMOVAL))
                .withMessageContaining("apps");
    }

    @Test
    void prepare_dataOfWhichNobodyHasSpoken_stalls() {
        policy = "";

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> tasks.prepare(PREPARE, REMOVAL))
                .withMessageContaining("Database")
                .withMessageContaining("DeletionPolicy");
    }

    @Test
    void prepare_goneAlready_isForgotten() {
        status = "DELETE_COMPLETE";

        assertThat(tasks.prepare(PREPARE, REMOVAL).outcome()).isEqualTo("removed");
        assertThat(ledger.targets().read(DEV).stacks()).doesNotContainKey("network");
    }

    @Test
    void execute_twice_deletesOnceAndIsForgottenOnceGone() {
        approve(tasks.prepare(PREPARE, REMOVAL));
        tasks.prepare(PREPARE, REMOVAL);

        tasks.execute(EXECUTE);
        tasks.execute(EXECUTE);
        assertThat(done).containsExactly("delete");
        assertThat(hub.woken()).isEmpty();
        status = "DELETE_COMPLETE";

        assertThat(tasks.settle(SETTLE).outcome()).isEqualTo("removed");
        assertThat(tasks.settle(SETTLE).outcome()).isEqualTo("removed");
        assertThat(ledger.targets().read(DEV).stacks()).doesNotContainKey("network");
        assertThat(ledger.targets().kept(DEV))
                .singleElement()
                .satisfies(kept -> assertThat(kept.how()).isEqualTo("snapshotted"));
    }

    /** By its name CloudFormation refuses another one, as long as it is there. */
    @Test
    void execute_whatIsKept_isNotedWithTheNameThatItsTemplateGave() {
        policy = "Retain";
        approve(tasks.prepare(PREPARE, REMOVAL));
        tasks.prepare(PREPARE, REMOVAL);

        tasks.execute(EXECUTE);

        assertThat(ledger.targets().kept(DEV)).singleElement().satisfies(kept -> {
            assertThat(kept.how()).isEqualTo("kept");
            assertThat(kept.name()).isEqualTo("shop");
            assertThat(kept.physicalId()).isEqualTo("db-1");
        });
    }

    @Test
    void execute_afterAnotherRunTookOver_deletesNothing() {
        approve(tasks.prepare(PREPARE, REMOVAL));
        tasks.prepare(PREPARE, REMOVAL);
        String dead = "arn:execution:dead";
        ledger.leases().acquire(DEV, new Lease(dead, "push-1", HubForTests.NOW));
        hub.execution(dead, "ABORTED");
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-2");
        hub.answers("DeleteChangeSet", request -> StubAnswer.result("DeleteChangeSet", ""));
        new LeaseTasks(
                        ledger,
                        hub.workflows(),
                        hub.sessions(),
                        new TargetPlans(Bucket.in(hub.aws().hub(), "plumbline-bucket")),
                        hub.clock())
                .acquire(new ProvisionInput.AcquireLease(AssignmentsForTests.of("push-2"), "arn:execution:mine", null));

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> tasks.execute(EXECUTE))
                .withMessageContaining("protected");
        assertThat(done).isEmpty();
    }

    @Test
    void settle_deletionFailed_saysSoAndKeepsTheStackInTheLedger() {
        approve(tasks.prepare(PREPARE, REMOVAL));
        tasks.prepare(PREPARE, REMOVAL);
        tasks.execute(EXECUTE);
        status = "DELETE_FAILED";

        assertThat(tasks.settle(SETTLE).outcome()).isEqualTo("failed");
        assertThat(ledger.targets().read(DEV).stacks()).containsKey("network");
    }

    /** The stack has a cluster, which has made some of the account's load balancers, by one controller or the other. */
    private void clusterGoes() {
        hub.answers("ListStackResources", request -> StubAnswer.result("ListStackResources", """
                <StackResourceSummaries><member><LogicalResourceId>Cluster</LogicalResourceId>
                <PhysicalResourceId>dev</PhysicalResourceId><ResourceType>AWS::EKS::Cluster</ResourceType>
                <ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-11-01T12:00:00Z</LastUpdatedTimestamp>
                </member></StackResourceSummaries>"""));
        hub.answers(
                "DescribeLoadBalancers",
                request -> isClassic(request)
                        ? StubAnswer.result("DescribeLoadBalancers", """
                        <LoadBalancerDescriptions>%s</LoadBalancerDescriptions>""".formatted(
                                        standing("classic-web")
                                                ? "<member><LoadBalancerName>classic-web</LoadBalancerName></member>"
                                                : ""))
                        : StubAnswer.result(
                                "DescribeLoadBalancers",
                                Stream.of("auto-web", "controller-web", "kubernetes-web", "shared-web", "of-another")
                                        .filter(this::standing)
                                        .map(name ->
                                                "<member><LoadBalancerArn>arn:%s</LoadBalancerArn><LoadBalancerName>%s</LoadBalancerName></member>"
                                                        .formatted(name, name))
                                        .collect(joining("", "<LoadBalancers>", "</LoadBalancers>"))));
        hub.answers(
                "DescribeTags",
                request -> StubAnswer.result(
                        "DescribeTags",
                        isClassic(request)
                                ? tags(tagged("LoadBalancerName", "classic-web", "kubernetes.io/cluster/dev", "owned"))
                                : tags(
                                        tagged("ResourceArn", "arn:auto-web", "eks:eks-cluster-name", "dev"),
                                        tagged("ResourceArn", "arn:controller-web", "elbv2.k8s.aws/cluster", "dev"),
                                        tagged(
                                                "ResourceArn",
                                                "arn:kubernetes-web",
                                                "kubernetes.io/cluster/dev",
                                                "owned"),
                                        tagged("ResourceArn", "arn:shared-web", "kubernetes.io/cluster/dev", "shared"),
                                        tagged("ResourceArn", "arn:of-another", "eks:eks-cluster-name", "stage"))));
        hub.answers("DeleteLoadBalancer", request -> {
            done.add(
                    isClassic(request)
                            ? request.form().get("LoadBalancerName")
                            : request.form().get("LoadBalancerArn"));
            return StubAnswer.result("DeleteLoadBalancer", "");
        });
    }

    private boolean standing(String name) {
        return !done.contains(name) && !done.contains("arn:" + name);
    }

    private static boolean isClassic(StubRequest request) {
        return "2012-06-01".equals(request.form().get("Version"));
    }

    private static String tags(String... described) {
        return "<TagDescriptions>" + String.join("", described) + "</TagDescriptions>";
    }

    private static String tagged(String field, String name, String key, String value) {
        return "<member><%s>%s</%s><Tags><member><Key>%s</Key><Value>%s</Value></member></Tags></member>"
                .formatted(field, name, field, key, value);
    }

    private void approve(Prepared asked) {
        Question question = ledger.questions()
                .ask(new Question(
                        "push-1",
                        NETWORK,
                        requireNonNull(asked.questionOrNull()).digest(),
                        "dev",
                        HubForTests.BRANCH,
                        COMMIT,
                        asked.reason(),
                        "",
                        HubForTests.NOW,
                        HubForTests.NOW.plusSeconds(60),
                        false,
                        "",
                        null,
                        null));
        ledger.questions()
                .answer(
                        question,
                        new Answer(Answer.Kind.APPROVED, new Signer("arn:alice", "5", "AIDA"), "yes", HubForTests.NOW));
    }
}
