package dev.plumbline.tasks.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.Planner;
import dev.plumbline.estate.plan.Ruling;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.tasks.assignment.TargetToPreview;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BaseComparisonTest {

    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final StackKey TOPICS = new StackKey(DEV, "topics");

    private final Plan base = plan("approvals: always", "topics", "true");

    @Test
    void policy_thatTheCommitChanges_isTold() {
        BaseComparison comparison = new BaseComparison(plan("approvals: never", "topics", "true"), base);

        assertThat(comparison.policies())
                .extracting(ValueDiff::path, ValueDiff::before, ValueDiff::after)
                .containsExactly(tuple("dev/eu-west-1/topics approvals", "always", "never"));
    }

    @Test
    void settings_thatDiffer_areTold() {
        BaseComparison comparison = new BaseComparison(plan("approvals: always", "topics", "false"), base);

        assertThat(comparison.settings(DEV))
                .extracting(ValueDiff::path, ValueDiff::before, ValueDiff::after)
                .containsExactly(tuple("ebs-encryption-by-default", "true", "false"));
    }

    @Test
    void windowed_versionThatDiffers_waitsAndTheRestDoesNot() {
        Plan newer = windowed("17.7", "db.t4g.large");
        BaseComparison comparison = new BaseComparison(newer, windowed("17.6", "db.t4g.small"));

        assertThat(comparison.windowed(newer))
                .extracting(ValueDiff::path, ValueDiff::before, ValueDiff::after)
                .containsExactly(tuple("dev/eu-west-1/data EngineVersion", "17.6", "17.7"));
    }

    @Test
    void windowed_stackThatIsNew_doesNotWait() {
        Plan added = windowed("17.7", "db.t4g.small");

        assertThat(new BaseComparison(added, base).windowed(added)).isEmpty();
    }

    private static Plan windowed(String version, String instanceClass) {
        return read(Map.of(
                "plumbline.yaml", """
                        organization: acme
                        blueprints: "1.0.0"
                        waves: [[dev]]
                        defaults: { regions: [eu-west-1] }
                        patching: { windows: [{ opens: "cron(0 3 ? * SUN *)", duration: 2h, time-zone: UTC }] }
                        """.getBytes(UTF_8), "environments/dev.yaml", """
                        environment: dev
                        account: "111111111111"
                        stacks:
                          data:
                            blueprint: rds-postgres
                            parameters:
                              InstanceName: dev
                              EngineVersion: "%s"
                              InstanceClass: %s
                              VpcId: vpc-0123456789abcdef0
                              SubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
                        """.formatted(version, instanceClass)
                        .getBytes(UTF_8)));
    }

    @Test
    void stackThatLeft_andStands_isListedWithItsTarget() {
        List<TargetToPreview> targets = targets("other", "CREATE_COMPLETE");

        assertThat(targets).hasSize(1);
        assertThat(targets.getFirst().removed()).containsExactly("topics");
        assertThat(targets.getFirst().key()).isEmpty();
    }

    @Test
    void stackThatLeft_andIsGone_isNotListed() {
        assertThat(targets("other", "DELETE_COMPLETE")).isEmpty();
    }

    @Test
    void stackThatStays_isNotListed() {
        assertThat(targets("topics", "CREATE_COMPLETE")).isEmpty();
    }

    /** What is listed where nothing is to be done but to remove. */
    private List<TargetToPreview> targets(String stack, String status) {
        StackRecord record = new StackRecord(
                TOPICS,
                "d",
                new TreeMap<>(),
                new TreeMap<>(),
                status,
                Instant.EPOCH,
                true,
                "",
                Verdict.HEALTHY,
                "",
                null);
        TargetState state = new TargetState(
                DEV,
                "dev",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                new TreeMap<>(Map.of("topics", record)),
                null,
                null,
                List.of());
        BaseComparison comparison = new BaseComparison(plan("approvals: always", stack, "true"), base);
        return new TargetsToPreview("plan-1", "", comparison, new Ruling(null, Map.of()), AskedAccounts.all(), Map.of())
                .of(List.of(), Set.of(), new TreeMap<>(Map.of(DEV, state)));
    }

    private static Plan plan(String policy, String stack, String encrypted) {
        Map<String, byte[]> files = Map.of(
                "plumbline.yaml", """
                        organization: acme
                        blueprints: "1.0.0"
                        waves: [[dev]]
                        defaults: { regions: [eu-west-1], settings: { ebs-encryption-by-default: %s } }
                        """.formatted(encrypted).getBytes(UTF_8), "environments/dev.yaml", """
                        environment: dev
                        account: "111111111111"
                        stacks:
                          %s:
                            blueprint: notifications
                            policies: { %s }
                            parameters: { TopicPrefix: dev }
                        """.formatted(
                                stack, policy)
                        .getBytes(UTF_8));
        return read(files);
    }

    private static Plan read(Map<String, byte[]> files) {
        Reading reading = new EstateReader(Blueprints.builtIn()).read(SourceTree.of("0".repeat(40), files));
        if (reading instanceof Reading.Valid(var estate)) {
            return new Planner().plan(estate);
        }
        throw new AssertionError(reading.toString());
    }
}
