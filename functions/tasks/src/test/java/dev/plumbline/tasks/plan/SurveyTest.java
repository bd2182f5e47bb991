package dev.plumbline.tasks.plan;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.PROD;
import static dev.plumbline.tasks.PlansForTests.output;
import static dev.plumbline.tasks.PlansForTests.plan;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Unreachable;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.rules.Rules;
import dev.plumbline.failure.Retryable;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.cost.Costs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SurveyTest {

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Survey survey = survey(Duration.ZERO);
    private final StackPlan cluster = stack(DEV, "cluster");
    private final StackPlan peering = stack(PROD, "peering", output(DEV, "cluster", "Arn"));

    @Test
    void survey_planOfOneTarget_alsoFindsWhatItRefersToElsewhere() {
        stands(cluster, Map.of("Arn", "arn:1"));
        stands(peering, Map.of());
        Plan one = plan(target(PROD, 1, Settings.none(), List.of(List.of(peering))));

        Survey.Found found = survey.survey(one, "schedule-1", 0);

        Comparison comparison = new Comparison(one, found.standings(), found.states());
        assertThat(comparison.work()).isEmpty();
        assertThat(comparison.current()).isEqualTo(Map.of(PROD, Set.of("peering")));
        assertThat(hub.aws().requests())
                .as("an account that was heard is asked nothing")
                .noneMatch(request -> request.action().equals("DescribeStacks"));
    }

    @Test
    void survey_accountThatWasNotHeard_findsWhatWeMadeThereAndTheLedgerHasLost() {
        StackKey lost = new StackKey(DEV, "lost");
        hub.answers(
                "DescribeStacks",
                request -> StubAnswer.result("DescribeStacks", """
                <Stacks>%s%s</Stacks>""".formatted(
                                standing("estate-lost", "plumbline-" + "d".repeat(40) + "-" + "0".repeat(12)),
                                standing("estate-foreign", "by-hand"))));

        Survey.Found found =
                survey.survey(plan(target(DEV, 1, Settings.none(), List.of(List.of(cluster)))), "push-1", 0);

        assertThat(found.strangers()).containsExactly(lost);
        assertThat(ledger.targets().read(DEV).stacks()).containsKey("lost").doesNotContainKey("foreign");
        assertThat(survey.look(DEV, "orphans")).containsExactly("lost");
    }

    /** Attack {@code touch-what-runs-go-by}: a plan of a commit that nobody has merged leaves no word of a target. */
    @Test
    void preview_ofAccountsThatWereNotHeard_writesNothingButWhatItHasAsked() {
        hub.answers(
                "DescribeStacks",
                request -> StubAnswer.result("DescribeStacks", """
                <Stacks>%s</Stacks>""".formatted(
                                standing("estate-lost", "plumbline-" + "d".repeat(40) + "-" + "0".repeat(12)))));

        survey.preview(both(), "plan-1", 0, AskedAccounts.all());

        assertThat(hub.aws().requests())
                .filteredOn(request ->
                        List.of("PutItem", "UpdateItem", "DeleteItem").contains(request.action()))
                .isNotEmpty()
                .extracting(request -> request.json().at("/Key/pk/S").asText())
                .containsOnly("RUN#plan-1");
    }

    /** Attack {@code name-an-outside-account}: to assume a role there tells its owner the external id. */
    @Test
    void survey_accountThatTheBranchDoesNotKnow_isAskedNothingAndIsPartOfTheWork() {
        hub.answers("DescribeStacks", request -> StubAnswer.result("DescribeStacks", "<Stacks/>"));
        Plan branch = plan(target(DEV, 1, Settings.none(), List.of(List.of(cluster))));

        Survey.Found found =
                survey.preview(both(), "plan-1", 0, AskedAccounts.knownTo(Optional.of(branch), Rules.strict()));

        assertThat(hub.aws().requests())
                .filteredOn(request -> request.action().equals("AssumeRole"))
                .extracting(request -> request.form().get("RoleArn"))
                .containsExactly("arn:aws:iam::111111111111:role/plumbline-plan");
        assertThat(found.unreachable()).isEmpty();
        assertThat(new Comparison(both(), found.standings(), found.states()).work())
                .hasSize(2);
    }

    /**
     * "Anything that isn't explicitly allowed is denied" (IAM user guide, policy evaluation logic): a role that is not
     * there, does not trust the hub, or lies in an account that is suspended is one answer to AssumeRole, HTTP 403
     * AccessDenied (IAM user guide, "I can't assume a role").
     */
    @Test
    void survey_accountWhoseRoleCannotBeAssumed_isNamedWithWhatToDoAndTheOthersAreLookedAt() {
        hub.answers("AssumeRole", request -> denied(request, DEV));
        hub.answers("DescribeStacks", request -> StubAnswer.result("DescribeStacks", "<Stacks/>"));

        Survey.Found found = survey.survey(both(), "push-1", 0);

        assertThat(found.unreachable()).containsOnlyKeys(DEV);
        assertThat(found.unreachable().get(DEV))
                .contains(
                        "arn:aws:iam::111111111111:role/plumbline-plan",
                        "AccessDenied",
                        "Deploy the templates bootstrap/");
        assertThat(hub.aws().actions()).containsOnlyOnce("DescribeStacks");
        assertThat(found.standings().get(cluster.key())).isInstanceOf(Standing.Unreachable.class);
        assertThat(new Comparison(both(), found.standings(), found.states()).work())
                .as("it is part of the work, and fails there")
                .hasSize(2);
        assertThat(ledger.targets().read(DEV).unreachable()).get().satisfies(unreachable -> {
            assertThat(unreachable.since()).isEqualTo(HubForTests.NOW);
            assertThat(unreachable.why()).isEqualTo(found.unreachable().get(DEV));
        });
    }

    @Test
    void survey_accountThatCanBeAssumedAgain_isNotedToBeReached() {
        hub.answers("DescribeStacks", request -> StubAnswer.result("DescribeStacks", "<Stacks/>"));
        ledger.targets().unreachable(DEV, new Unreachable("closed", HubForTests.NOW));

        Survey.Found found = survey.survey(both(), "push-2", 0);

        assertThat(found.unreachable()).isEmpty();
        assertThat(ledger.targets().read(DEV).unreachable()).isEmpty();
    }

    @Test
    void survey_regionThatDoesNotAnswer_isLookedAtAgainAndLeftOutInTheEnd() {
        hub.answers(
                "DescribeStacks",
                request -> request.http().host().contains("eu-north-1")
                        ? StubAnswer.xmlError(503, "ServiceUnavailable", "try again")
                        : StubAnswer.result("DescribeStacks", "<Stacks/>"));
        TargetKey north = new TargetKey(DEV.account(), "eu-north-1");
        Plan two = plan(
                target(DEV, 1, Settings.none(), List.of(List.of(cluster))),
                target(north, 1, Settings.none(), List.of(List.of(stack(north, "cluster")))));

        assertThatExceptionOfType(Retryable.class).isThrownBy(() -> survey.survey(two, "push-1", 4));
        assertThat(survey.survey(two, "push-1", 5).unreachable()).containsOnlyKeys(north);
    }

    @Test
    void remembered_stackOfAnUnreachableTarget_standsAsItWasKnownLast() {
        stands(cluster, Map.of("Arn", "arn:1"));
        ledger.targets().heard(PROD, HubForTests.NOW, HubForTests.NOW);
        hub.answers("AssumeRole", request -> denied(request, DEV));
        Survey aDayLater = survey(Duration.ofHours(25));

        Survey.Found found = aDayLater.survey(plan(target(DEV, 1, Settings.none(), List.of(List.of(cluster)))), "s", 0);

        assertThat(found.remembered().get(cluster.key()))
                .isInstanceOfSatisfying(
                        Standing.Known.class,
                        known -> assertThat(known.outputs()).containsEntry("Arn", "arn:1"));
    }

    private static StubAnswer denied(StubRequest request, TargetKey target) {
        return String.valueOf(request.form().get("RoleArn")).contains(target.account())
                ? StubAnswer.xmlError(403, "AccessDenied", "User is not authorized to perform: sts:AssumeRole")
                : HubForTests.assumed();
    }

    private Plan both() {
        return plan(
                target(DEV, 1, Settings.none(), List.of(List.of(cluster))),
                target(PROD, 2, Settings.none(), List.of(List.of(peering))));
    }

    /** Somebody has deleted one for good; the other is only scheduled for deletion, and has its name still. */
    @Test
    void survey_stackThatComesBack_forgetsWhatOfItIsGone() {
        ledger.targets().heard(DEV, HubForTests.NOW, HubForTests.NOW);
        ledger.targets().keep(kept("Gone", "/gone", "AWS::Logs::LogGroup", "/gone"));
        ledger.targets().keep(kept("There", "/there", "AWS::Logs::LogGroup", "/there"));
        ledger.targets().keep(kept("Hidden", "hidden", "AWS::S3::Bucket", "hidden"));
        ledger.targets().keep(kept("Deleted", "arn:deleted", "AWS::SecretsManager::Secret", "deleted"));
        ledger.targets().keep(kept("Scheduled", "arn:scheduled", "AWS::SecretsManager::Secret", "scheduled"));
        ledger.targets().keep(kept("Rule", "rule", "AWS::Events::Rule", ""));
        hub.answers("GetResource", SurveyTest::read);
        hub.answers(
                "DescribeSecret",
                request -> request.json().path("SecretId").asText().equals("arn:scheduled")
                        ? StubAnswer.ok("{\"ARN\":\"arn:scheduled\",\"DeletedDate\":1795521600}")
                        : StubAnswer.jsonError(400, "ResourceNotFoundException", "gone"));

        survey.survey(plan(target(DEV, 1, Settings.none(), List.of(List.of(cluster)))), "push-1", 0);

        assertThat(ledger.targets().kept(DEV))
                .extracting(Kept::logicalId)
                .containsExactlyInAnyOrder("There", "Hidden", "Scheduled", "Rule");
    }

    @Test
    void survey_everythingStands_looksAtNothingThatWasKept() {
        stands(cluster, Map.of("Arn", "arn:1"));
        ledger.targets().keep(kept("There", "/there", "AWS::Logs::LogGroup", "/there"));

        survey.survey(plan(target(DEV, 1, Settings.none(), List.of(List.of(cluster)))), "push-1", 0);

        assertThat(hub.aws().requests()).noneMatch(request -> request.action().equals("GetResource"));
    }

    private static StubAnswer read(StubRequest request) {
        return switch (request.json().path("Identifier").asText()) {
            case "/there" ->
                StubAnswer.ok("{\"TypeName\":\"AWS::Logs::LogGroup\",\"ResourceDescription\":{\"Properties\":\"{}\"}}");
            case "hidden" -> StubAnswer.jsonError(400, "AccessDeniedException", "no");
            default -> StubAnswer.jsonError(400, "ResourceNotFoundException", "gone");
        };
    }

    private Kept kept(String logicalId, String physicalId, String type, String name) {
        return new Kept(cluster.key(), logicalId, physicalId, type, name, Kept.KEPT, "push-0", HubForTests.NOW);
    }

    private static String standing(String name, String changeSet) {
        return """
                <member><StackName>%s</StackName><StackId>arn:stack</StackId><StackStatus>CREATE_COMPLETE</StackStatus>
                <CreationTime>2026-11-01T12:00:00Z</CreationTime>
                <ChangeSetId>arn:aws:cloudformation:eu-west-1:111111111111:changeSet/%s/0-1</ChangeSetId></member>
                """.formatted(name, changeSet);
    }

    private Survey survey(Duration later) {
        InstantSource clock = InstantSource.fixed(HubForTests.NOW.plus(later));
        return new Survey(ledger, new Lookups(hub.sessions(), new Costs(ledger, clock), clock, Role.PLAN), clock);
    }

    private void stands(StackPlan stack, Map<String, String> outputs) {
        String digest = stack.digest(output -> Optional.of("arn:1")).orElseThrow();
        ledger.targets().heard(stack.key().target(), HubForTests.NOW, HubForTests.NOW);
        ledger.stacks()
                .seen(
                        stack.key(),
                        new Deployed(
                                digest,
                                new TreeMap<>(outputs),
                                new TreeMap<>(),
                                "UPDATE_COMPLETE",
                                "push-1",
                                HubForTests.NOW));
        ledger.stacks().needs(stack.key(), stack.needs());
        ledger.stacks().verified(stack.key(), Verdict.HEALTHY, "{}");
    }
}
