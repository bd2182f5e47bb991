package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.PROD;
import static dev.plumbline.cli.local.LocalAccount.SECURITY;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;

/** From the event in a member account to the fix that was seen. */
@ExtendWith(LocalDefault.class)
class FindingJourneyTest {

    private static final String REGION = "eu-west-1";

    private final Journey journey;
    private final Findings findings;

    FindingJourneyTest(Journey journey) {
        this.journey = journey;
        this.findings = new Findings(journey);
    }

    @AfterEach
    void close() {
        Stream.of(DEV, STAGE, PROD).map(this::account).forEach(Account::closeGroups);
    }

    @BeforeEach
    void forget() {
        journey.settle();
        journey.organization().emulator().forgetRequests();
    }

    @Test
    void openGroup_ruleOfConfigBroken_isClosedVerifiedToldAndTakenBack() {
        Account dev = account(DEV);
        String group = dev.openGroup("thin");

        FindingCase fixed = findings.handled(DEV, broken(DEV, group), group);

        assertThat(fixed.status()).as(fixed.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(fixed.times()).containsKeys("received", "correlated", "decided", "acted", "verified", "ended");
        assertThat(dev.openRules(group)).isZero();
        assertThat(findings.changes(DEV)).isEqualTo(Map.of("RevokeSecurityGroupIngress", 1));
        assertThat(findings.told()).isEqualTo(1);
        assertThat(journey.command("findings", "show", fixed.id())).contains("fixed", "tcp port 22 from 0.0.0.0/0");

        assertThat(journey.command("findings", "undo", fixed.id(), "--reason", "as agreed"))
                .startsWith("0\n");
        FindingCase undone = findings.awaited(group, CaseStatus.UNDONE);

        assertThat(undone.text(Facts.PERSON)).startsWith("arn:aws:");
        assertThat(dev.openRules(group)).isEqualTo(1);
        assertThat(findings.told()).isEqualTo(2);
    }

    @Test
    void finding_fiveTimesAtOnceThenLateThenAgain_isOneCaseThatReopensWorse() throws Exception {
        Account dev = account(DEV);
        String group = dev.openGroup("doubled");
        ObjectNode event = broken(DEV, group);

        try (ExecutorService senders = Executors.newFixedThreadPool(5)) {
            Callable<Boolean> send = () -> {
                findings.send(DEV, event);
                return true;
            };
            senders.invokeAll(Stream.generate(() -> send).limit(5).toList());
        }
        FindingCase fixed = findings.awaited(group, CaseStatus.FIXED);
        findings.send(
                DEV,
                broken(DEV, group).put("time", Instant.now().minusSeconds(3600).toString()));
        journey.settle();

        assertThat(findings.all(group)).singleElement().satisfies(found -> {
            assertThat(found.count()).isEqualTo(6);
            assertThat(found.attempt()).isEqualTo(1);
        });
        assertThat(findings.changes(DEV)).isEqualTo(Map.of("RevokeSecurityGroupIngress", 1));
        assertThat(findings.told()).isEqualTo(1);

        dev.open(group);
        FindingCase again = findings.handled(DEV, broken(DEV, group), group);

        assertThat(again.id()).isEqualTo(fixed.id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.status()).as(again.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(again.severity()).isEqualTo(Severity.HIGH);
        assertThat(dev.openRules(group)).isZero();
    }

    /** Threat model, {@code lose-an-event}: no event comes, and what is wrong is fixed a day later all the same. */
    @Test
    void finding_whoseEventIsLost_isFixedByTheSweepOfTheDay() {
        Account dev = account(DEV);
        String group = dev.openGroup("unheard");
        journey.organization().emulator().active(DEV.id(), REGION, "config", List.of(Findings.read("""
                {'EvaluationResultIdentifier': {'EvaluationResultQualifier': {'ConfigRuleName': 'restricted-ssh',
                 'ResourceType': 'AWS::EC2::SecurityGroup', 'ResourceId': '%s'}, 'OrderingTimestamp': %d},
                 'ComplianceType': 'NON_COMPLIANT', 'ConfigRuleInvokedTime': %2$d, 'ResultRecordedTime': %2$d}
                """.formatted(
                        group, Instant.now().getEpochSecond()))));
        try {
            assertThat(journey.organization()
                            .emulator()
                            .fire(LocalAccount.hub().id(), REGION, "plumbline-sweep-findings"))
                    .isEqualTo(1);

            FindingCase fixed = findings.awaited(group, CaseStatus.FIXED);

            assertThat(dev.openRules(group)).isZero();
            assertThat(fixed.owner()).contains(":swept-" + fixed.id() + "-");
            assertThat(findings.told()).isEqualTo(1);
        } finally {
            journey.organization().emulator().active(DEV.id(), REGION, "config", List.of());
        }
    }

    /**
     * Threat model, {@code lose-an-event}: what EventBridge may not deliver is a dead letter, which a person has
     * delivered.
     */
    @Test
    void finding_thatCouldNotBeDelivered_isHandledOnceItIsReplayed() {
        Account dev = account(DEV);
        String group = dev.openGroup("undelivered");
        IamClient hub = journey.administrator(LocalAccount.hub()).client(IamClient.class, IamClient::builder);
        hub.putRolePolicy(request -> request.roleName("plumbline-findings-rule")
                .policyName("locked-out")
                .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}"));
        try {
            findings.send(DEV, broken(DEV, group));
            await().atMost(Duration.ofMinutes(1))
                    .until(
                            () -> journey.command("dead-letters"),
                            told -> told.contains(":stateMachine:plumbline-remediate"));
        } finally {
            hub.deleteRolePolicy(
                    request -> request.roleName("plumbline-findings-rule").policyName("locked-out"));
        }
        assertThat(findings.of(group)).isEmpty();

        assertThat(journey.command("dead-letters", "replay", "--all"))
                .startsWith("0\n")
                .contains("delivered");
        FindingCase fixed = findings.awaited(group, CaseStatus.FIXED);

        assertThat(fixed.owner()).contains(":replayed-");
        assertThat(journey.command("dead-letters")).doesNotContain(":stateMachine:plumbline-remediate");
    }

    @Test
    void finding_ofAnUnknownAccountOrRepeatedByAnAdministrator_touchesNothing() {
        String stranger = "888888888888";
        ObjectNode event =
                broken(DEV, "sg-0123456789abcdef0").put("account", stranger).put("region", REGION);
        event.withObjectProperty("detail").put("awsAccountId", stranger);
        journey.organization().emulator().forward(REGION, event);
        journey.organization().emulator().forward(REGION, event);
        FindingCase refused = findings.awaited("account " + stranger, CaseStatus.REPORTED);

        assertThat(refused.environment()).isEmpty();
        assertThat(refused.text(Facts.TITLE)).contains("not of the estate");
        assertThat(findings.told()).isEqualTo(1);

        String group = account(DEV).openGroup("copied");
        findings.send(
                SECURITY,
                Findings.found(
                        DEV,
                        "Recon:EC2/PortProbeUnprotectedPort",
                        5,
                        "{'resourceType':'Instance','instanceDetails':{'networkInterfaces':[{'securityGroups':[{'groupId':'"
                                + group + "'}]}]}}"));
        journey.settle();

        assertThat(findings.of(group)).isEmpty();
        assertThat(findings.told()).isEqualTo(1);
        assertThat(account(DEV).openRules(group)).isEqualTo(1);
    }

    @Test
    void finding_underThePoliciesOfTheEstate_isSuppressedOrAskedAbout() {
        LiveTree tree = journey.baseline().replace("stage", "account: \"222222222222\"", """
                account: "222222222222"
                findings:
                  most-per-hour: 1
                  rules:
                    - tag: role=honeypot
                      action: suppress
                      until: "2099-12-31"
                      reason: It is there to be probed.
                """);
        assertThat(journey.push(tree).outcome().good()).isTrue();
        Account stage = account(STAGE);
        String honeypot = stage.openGroup("honeypot");
        stage.ask(
                Operation.CREATE_TAGS, "{'ResourceId':['" + honeypot + "'],'Tag':[{'Key':'role','Value':'honeypot'}]}");
        String first = stage.openGroup("first");
        String second = stage.openGroup("second");

        FindingCase suppressed = findings.handled(STAGE, broken(STAGE, honeypot), honeypot);
        FindingCase fixed = findings.handled(STAGE, broken(STAGE, first), first);
        findings.send(STAGE, broken(STAGE, second));
        FindingCase asked = findings.awaited(second, CaseStatus.WAITING);

        assertThat(suppressed.status()).isEqualTo(CaseStatus.SUPPRESSED);
        assertThat(fixed.status()).as(fixed.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(asked.text(Facts.REASON)).contains("within the hour");
        assertThat(stage.openRules(second)).isEqualTo(1);

        assertThat(journey.command("findings", "approve", asked.id(), "--reason", "as agreed"))
                .startsWith("0\n");
        assertThat(findings.awaited(second, CaseStatus.FIXED).text(Facts.PERSON))
                .isNotEmpty();
        assertThat(stage.openRules(second)).isZero();
        assertThat(stage.openRules(honeypot)).isEqualTo(1);
    }

    @Test
    void finding_thatTheExampleHasOnPurpose_isSuppressedWithItsReason() {
        String database = account(DEV)
                .ask(Operation.DESCRIBE_DB_INSTANCES, "{'DBInstanceIdentifier':'dev-app'}")
                .items("DBInstances")
                .getFirst()
                .text("DbiResourceId");

        FindingCase suppressed = findings.handled(
                DEV,
                Findings.broken(DEV, "rds-instance-deletion-protection-enabled", "AWS::RDS::DBInstance", database),
                database);

        assertThat(suppressed.status()).isEqualTo(CaseStatus.SUPPRESSED);
        assertThat(suppressed.text(Facts.REASON)).contains("2027-12-31", "may be deleted");
        assertThat(findings.changes(DEV)).isEmpty();
        assertThat(findings.told()).isZero();
    }

    @Test
    void finding_inProdWhoseFixMayInterrupt_waitsForAPersonAndIsLeftWhenDeclined() {
        Account prod = account(PROD);
        String group = prod.defaultGroup();
        prod.open(group);

        findings.send(
                PROD, Findings.broken(PROD, "vpc-default-security-group-closed", "AWS::EC2::SecurityGroup", group));
        FindingCase asked = findings.awaited(group, CaseStatus.WAITING);

        assertThat(asked.text(Facts.REASON)).contains("interrupt");
        assertThat(journey.command("findings", "decline", asked.id(), "--reason", "as agreed"))
                .startsWith("0\n");
        assertThat(findings.awaited(group, CaseStatus.DECLINED).status()).isEqualTo(CaseStatus.DECLINED);
        assertThat(prod.openRules(group)).isEqualTo(1);
        assertThat(findings.changes(PROD)).isEmpty();
    }

    @Test
    void finding_onWhatAStackOwns_isPutRightByReconcilingOrItsCauseIsNamed() {
        assertThat(journey.push(site("10.0.0.0/8")).outcome().good()).isTrue();
        Account dev = account(DEV);
        String group = dev.group("Lets SSH in");
        dev.open(group);

        FindingCase fixed = findings.handled(DEV, broken(DEV, group), group);

        assertThat(fixed.status()).as(fixed.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(fixed.text(Facts.STACK)).isEqualTo("site");
        assertThat(dev.openRules(group)).isEqualTo(1);
        assertThat(findings.changes(DEV)).isEmpty();
        assertThat(journey.command("findings", "undo", fixed.id(), "--reason", "no"))
                .startsWith("1\n");

        assertThat(journey.pushApproving(site("0.0.0.0/0")).outcome().good()).isTrue();
        FindingCase failed = findings.handled(DEV, broken(DEV, group), group);

        assertThat(failed.status()).isEqualTo(CaseStatus.FAILED);
        assertThat(failed.text(Facts.REASON))
                .contains("the cause is in the live repository", "environments/dev.yaml:", "blueprints/site.yaml:");
        assertThat(findings.changes(DEV)).isEmpty();
    }

    private LiveTree site(String source) {
        return journey.baseline()
                .write("blueprints/site.yaml", Blueprints.SITE)
                .addStack("dev", Blueprints.site(source));
    }

    private Account account(LocalAccount account) {
        return new Account(journey.administrator(account));
    }

    private static ObjectNode broken(LocalAccount account, String group) {
        return Findings.broken(account, "restricted-ssh", "AWS::EC2::SecurityGroup", group);
    }
}
