package dev.plumbline.tasks.verify;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.SettingsRecord;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.PlannedBlueprint;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.PlansForTests;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.HalfWay;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.drift.AwsMoves;
import dev.plumbline.tasks.drift.Culprits;
import dev.plumbline.tasks.drift.DriftTasks;
import dev.plumbline.tasks.drift.SecondLook;
import dev.plumbline.tasks.drift.SettingsDrift;
import dev.plumbline.tasks.provision.AssignmentsForTests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyTasksTest {

    private static final Assignment TARGET = AssignmentsForTests.of("push-1");
    private static final StackKey NETWORK = new StackKey(DEV, "network");

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Bucket bucket = Bucket.in(hub.aws().hub(), "plumbline-bucket");
    private final TargetPlans plans = new TargetPlans(bucket);
    private final SettingsDrift drift = new SettingsDrift(
            ledger,
            hub.sessions(),
            hub.driftConsents(),
            new Culprits(ledger, hub.sessions(), hub.clock()),
            new HalfWay(ledger),
            hub.clock());
    private final AwsMoves moves =
            new AwsMoves(ledger, hub.sessions(), new Culprits(ledger, hub.sessions(), hub.clock()), hub.clock());
    private final VerifyTasks tasks = new VerifyTasks(
            ledger,
            hub.sessions(),
            bucket,
            plans,
            new Binder(),
            new DriftTasks(
                    ledger,
                    hub.sessions(),
                    plans,
                    drift,
                    new Culprits(ledger, hub.sessions(), hub.clock()),
                    moves,
                    hub.clock()),
            new SecondLook(ledger, hub.sessions(), plans, moves),
            drift);
    private String status = "UPDATE_COMPLETE";
    private boolean encrypted = true;

    @BeforeEach
    void stand() {
        Settings settings = new Settings(List.of(new Setting.EbsEncryptionByDefault(true)));
        hub.object(new String(
                PlanJson.write(target(DEV, 1, settings, List.of(List.of(stack(DEV, "network"))))), UTF_8));
        hub.answers("DescribeStacks", request -> StubAnswer.result("DescribeStacks", """
                <Stacks><member><StackName>estate-network</StackName><StackId>arn:stack</StackId>
                <StackStatus>%s</StackStatus><CreationTime>2026-11-01T12:00:00Z</CreationTime></member></Stacks>""".formatted(status)));
        hub.answers(
                "GetEbsEncryptionByDefault",
                request -> StubAnswer.ok("<GetEbsEncryptionByDefaultResponse><ebsEncryptionByDefault>" + encrypted
                        + "</ebsEncryptionByDefault></GetEbsEncryptionByDefaultResponse>"));
    }

    @Test
    void stack_asItShouldBe_isHealthyInTheLedgerWithWhatWasChecked() {
        VerifyAnswer answer = look(0);

        assertThat(answer.healthy()).isTrue();
        assertThat(ledger.stacks().read(NETWORK).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(ledger.stacks().read(NETWORK).checks()).contains("\"blueprint\":\"network\"");
    }

    @Test
    void stack_notAsItShouldBeYet_waitsAndLeavesTheLedgerAlone() {
        status = "UPDATE_ROLLBACK_FAILED";

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> look(0)).withMessageContaining("ROLLBACK_FAILED");
        assertThat(ledger.stacks().read(NETWORK).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void stack_configurationStillWrongAtTheLastAttempt_isUnhealthy() {
        status = "UPDATE_ROLLBACK_FAILED";

        VerifyAnswer answer = look(2);

        assertThat(answer.healthy()).isFalse();
        assertThat(ledger.stacks().read(NETWORK).verdict()).isEqualTo(Verdict.UNHEALTHY);
    }

    @Test
    void stack_whoseHealthIsStillToCome_isWaitedForLonger() {
        hub.answers(
                "DescribeNatGateways",
                request ->
                        StubAnswer.ok("<R><natGatewaySet><item><natGatewayId>nat-1</natGatewayId><state>pending</state>"
                                + "</item></natGatewaySet></R>"));
        plan(probe("nat-gateways-available", "VpcId", "'vpc-1'"));

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> look(2)).withMessageContaining("pending");
        assertThat(look(20).healthy()).isFalse();
    }

    @Test
    void stack_besideWhichSomebodyLeftADoorOpen_isNotWaitedFor() {
        hub.answers(
                "DescribeSecurityGroups",
                request -> StubAnswer.ok("<R><securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions><item>"
                        + "<ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><ipRanges><item>"
                        + "<cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item></ipPermissions></item>"
                        + "</securityGroupInfo></R>"));
        plan(probe("port-closed-to-world", "Port", "'22'"));

        assertThat(look(2).reason()).contains("sg-1", "tcp 22");
    }

    @Test
    void stack_askedByAPersonButNeverVerified_saysWhatToDo() {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() ->
                        tasks.run(new VerifyInput.VerifyStack(DEV.account(), DEV.region(), "network", null, null)))
                .withMessageContaining("Deploy it first");
    }

    @Test
    void stack_askedByAPersonButItsTemplateIsGone_saysWhatToDo() {
        look(0);
        hub.object("");

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() ->
                        tasks.run(new VerifyInput.VerifyStack(DEV.account(), DEV.region(), "network", null, null)))
                .withMessageContaining("plumbline reconcile");
    }

    @Test
    void settings_asDeclared_areHealthyInTheLedger() {
        assertThat(settings(0).healthy()).isTrue();
        assertThat(ledger.targets().read(DEV).settings().map(SettingsRecord::verdict))
                .contains(Verdict.HEALTHY);
    }

    @Test
    void settings_thatDiffer_waitThenSayDeclaredAndLive() {
        encrypted = false;

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> settings(0));
        assertThat(settings(2).reason()).contains("ebs-encryption-by-default", "true", "false");
        assertThat(ledger.targets().read(DEV).settings().map(SettingsRecord::verdict))
                .contains(Verdict.UNHEALTHY);
    }

    private static Check probe(String name, String argument, String value) {
        return new Check.Probe("look", "It is as it should be", name, new TreeMap<>(Map.of(argument, value)));
    }

    /** Lets the plan want one check of the stack. */
    private void plan(Check check) {
        StackPlan plain = stack(DEV, "network");
        PlannedBlueprint without = plain.blueprint();
        PlannedBlueprint with = new PlannedBlueprint(
                without.name(),
                without.version(),
                without.templateDigest(),
                without.defaults(),
                without.secrets(),
                List.of(check),
                without.stateful(),
                without.windowed(),
                without.moves());
        StackPlan checked = PlansForTests.with(plain, with);
        hub.object(new String(PlanJson.write(target(DEV, 1, Settings.none(), List.of(List.of(checked)))), UTF_8));
    }

    private VerifyAnswer look(int attempt) {
        return answer(new VerifyInput.VerifyStack(DEV.account(), DEV.region(), "network", TARGET, attempt));
    }

    private VerifyAnswer settings(int attempt) {
        return answer(new VerifyInput.VerifySettings(DEV.account(), DEV.region(), TARGET, attempt));
    }

    private VerifyAnswer answer(VerifyInput input) {
        return (VerifyAnswer) tasks.run(input);
    }
}
