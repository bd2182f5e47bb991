package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.local.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Failures, throttling, lost and doubled events, and other people's hands. */
@ExtendWith(LocalDefault.class)
class DisturbanceJourneyTest {

    private static final String STACK_EVENT = "CloudFormation Stack Status Change";

    private final Journey journey;

    DisturbanceJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @Test
    void stack_thatFails_isRolledBackWhileItsSiblingsFinishAndHigherWavesWait() {
        journey.faults(Map.of(
                "resources",
                List.of(Map.of(
                        "account", DEV.id(),
                        "stack", "estate-broken",
                        "logicalId", "Journal",
                        "message", "the quota is used up"))));

        Ended run = journey.push(journals()
                .addStack("dev", Blueprints.journal("broken", 7))
                .addStack("dev", Blueprints.journal("sound", 7))
                .addStack("prod", Blueprints.journal("later", 7)));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.FAILED);
        assertThat(run.line(DEV, "broken").reason()).contains("Journal", "the quota is used up");
        assertThat(run.line(DEV, "sound").verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(journey.target(PROD).stacks()).doesNotContainKey("later");
    }

    @Test
    void stack_thatFailedToBeCreated_isMadeAgainByTheNextPush() {
        journey.faults(Map.of(
                "resources",
                List.of(Map.of("account", DEV.id(), "stack", "estate-second", "logicalId", "Journal", "count", 1))));
        Ended failed = journey.push(journals().addStack("dev", Blueprints.journal("second", 7)));

        Ended run = journey.push(journals().addStack("dev", Blueprints.journal("second", 14)));

        assertThat(failed.outcome()).as(failed.toString()).isEqualTo(Outcome.FAILED);
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(DEV, "second").verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void stack_whoseNameIsTaken_isToldWithItsResourceAndMadeOnceTheNameIsFree() {
        S3Client buckets = journey.administrator(DEV).client(S3Client.class, S3Client::builder);
        buckets.createBucket(request -> request.bucket("taken-by-hand"));
        LiveTree estate = journey.baseline()
                .write("blueprints/store.yaml", Blueprints.STORE)
                .addStack("dev", "store: { blueprint: store }");

        Ended taken = journey.push(estate);
        String told = journey.command("explain", "dev/store");
        buckets.deleteBucket(request -> request.bucket("taken-by-hand"));
        Ended free = journey.reconcile("person-" + taken.run().commit());

        assertThat(taken.outcome()).as(taken.toString()).isEqualTo(Outcome.FAILED);
        assertThat(taken.line(DEV, "store").reason()).contains("Store (AWS::S3::Bucket)", "already exists");
        assertThat(told).contains("Store (AWS::S3::Bucket)", "already exists");
        assertThat(free.outcome()).as(free.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(free.line(DEV, "store").verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void reconcile_afterAFailureWhoseCauseIsGone_deploysTheSameCommit() {
        journey.faults(Map.of(
                "resources",
                List.of(Map.of("account", DEV.id(), "stack", "estate-third", "logicalId", "Journal", "count", 1))));
        Ended failed = journey.push(journals().addStack("dev", Blueprints.journal("third", 7)));

        Ended again = journey.reconcile("person-" + failed.run().commit());

        assertThat(failed.outcome()).as(failed.toString()).isEqualTo(Outcome.FAILED);
        assertThat(again.outcome()).as(again.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(again.run().commit()).isEqualTo(failed.run().commit());
    }

    /** Threat model: {@code arrive-with-access}, and {@code touch-plumblines-roles} where a person lets it pass. */
    @Test
    void blueprint_thatRewritesTheProvisionRole_asks_andIsDeniedThough() {
        Delivery pushed = journey.send(journey.baseline()
                .write("blueprints/takeover.yaml", Blueprints.TAKEOVER)
                .addStack("stage", "takeover:\n  blueprint: takeover\n  policies: { approvals: never }\n"));

        Question rules = journey.asked(pushed, "(rules)");
        assertThat(journey.command("approve", rules.run(), rules.place(), "--reason", "nobody looked"))
                .startsWith("0\n");
        Question question = journey.asked(pushed, "takeover");
        assertThat(question.text()).contains("access that is given by Role (AWS::IAM::Role)");
        assertThat(journey.command("approve", question.run(), question.place(), "--reason", "nobody looked"))
                .startsWith("0\n");
        Ended run = journey.ended(pushed);

        assertThat(run.outcome()).as(run.toString()).isIn(Outcome.FAILED, Outcome.STALLED);
        assertThat(run.line(STAGE, "takeover").reason()).contains("plumbline-provision");
    }

    @Test
    void events_doubledAndReordered_changeNothing() {
        journey.faults(Map.of("seed", 7, "events", Map.of("duplicate", 1.0, "delay", 0.5, "delaySeconds", 0.5)));

        Ended run =
                journey.push(journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 3"));
        Ended after = journey.push(journey.baseline()
                .replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 3")
                .write("README.md", "."));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.served().of(DEV, "ExecuteChangeSet")).isEqualTo(1);
        assertThat(after.outcome()).as(after.toString()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void completionEvent_lost_isMadeUpForByTheSweep() {
        journey.faults(Map.of(
                "sweepScale", 0.05,
                "events", Map.of("lose", 1.0, "detailType", STACK_EVENT),
                "slowStacks", Map.of("estate-network", 2)));

        Ended run =
                journey.push(journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 3"));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(DEV, "network").verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void requests_throttledAtThirtyPercent_stillDeploy() {
        journey.faults(Map.of(
                "seed",
                30,
                "throttle",
                Map.of("cloudformation", 0.3, "cloudcontrolapi", 0.3, "sts", 0.3, "ec2", 0.3, "s3", 0.3)));

        Ended run =
                journey.push(journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 5"));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
    }

    /** AWS may answer with fewer entries than there are, and a token: so it does here with each one. */
    @Test
    void answers_inPagesOfOneEntry_areFollowedToTheirEnd() {
        journey.faults(Map.of("pageSize", 1));

        Ended run = journey.push(journals()
                .replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 3")
                .addStack("dev", Blueprints.journal("paged", 7)));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.lines())
                .hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(line.verdict()).isEqualTo(Verdict.HEALTHY));
    }

    @Test
    void stacks_fifteenAtOnceInOneAccount_areAllDeployed() {
        LiveTree tree = journals();
        IntStream.range(0, 15).forEach(i -> tree.addStack("dev", Blueprints.journal("journal-" + i, 7)));

        Ended run = journey.push(tree);

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.lines())
                .hasSize(15)
                .allSatisfy(line -> assertThat(line.verdict()).isEqualTo(Verdict.HEALTHY));
    }

    @Test
    void stack_changedBySomebodyElse_isLookedUpAndPutRight() {
        changeRetentionByHand(30);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        journey.target(DEV).current("network", Instant.now()).isEmpty());

        Ended run = journey.push(journey.baseline().write("README.md", "Look again.\n"));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.changed()).containsExactly("network");
        assertThat(journey.deployedRetention()).isEqualTo(7);
    }

    @Test
    void forwarder_notHeardForADay_makesTheTargetLookedUp() {
        journey.heard(DEV, Instant.now().minus(Duration.ofHours(25)));

        Ended run = journey.push(journey.baseline().write("README.md", "Nothing new.\n"));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(run.served().of(DEV, "DescribeStacks")).isEqualTo(1);
        assertThat(run.served().total()).isLessThanOrEqualTo(2);
        journey.heard(DEV, Instant.now());
    }

    @Test
    void forwarder_removed_isMadeUpForOnceItHasNotBeenHeardForADay() {
        EventBridgeClient events =
                journey.administrator(DEV).client(EventBridgeClient.class, EventBridgeClient::builder);
        events.disableRule(request -> request.name("plumbline-forward"));
        try {
            changeRetentionByHand(30);
            Ended unheard = journey.push(journey.baseline().write("README.md", "Nobody told of it.\n"));
            journey.heard(DEV, Instant.now().minus(Duration.ofHours(25)));
            // That the stack is done is not heard either: the sweep sees it.
            journey.faults(Map.of("sweepScale", 0.05));

            Ended run = journey.push(journey.baseline().write("README.md", "A day later.\n"));

            assertThat(unheard.outcome()).as(unheard.toString()).isEqualTo(Outcome.UNCHANGED);
            assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
            assertThat(journey.deployedRetention()).isEqualTo(7);
            assertThat(journey.command("run", run.run().id()))
                    .contains("No event of this account and region arrives", "bootstrap/member-region.yaml");
        } finally {
            journey.faults(Map.of("sweepScale", 1));
            events.enableRule(request -> request.name("plumbline-forward"));
            journey.heard(DEV, Instant.now());
        }
    }

    private LiveTree journals() {
        return journey.baseline().write("blueprints/journal.yaml", Blueprints.JOURNAL);
    }

    private void changeRetentionByHand(int days) {
        CloudFormationClient cloudFormation =
                journey.administrator(DEV).client(CloudFormationClient.class, CloudFormationClient::builder);
        Stack stack = new Account(journey.administrator(DEV)).stack("estate-network");
        List<Parameter> parameters = stack.parameters().stream()
                .map(parameter -> parameter.parameterKey().equals("FlowLogRetentionDays")
                        ? parameter.toBuilder()
                                .parameterValue(String.valueOf(days))
                                .build()
                        : Parameter.builder()
                                .parameterKey(parameter.parameterKey())
                                .usePreviousValue(true)
                                .build())
                .collect(Collectors.toList());
        cloudFormation.updateStack(request -> request.stackName("estate-network")
                .usePreviousTemplate(true)
                .parameters(parameters)
                .capabilities(Capability.CAPABILITY_NAMED_IAM));
        new Account(journey.administrator(DEV)).settled("estate-network");
    }
}
