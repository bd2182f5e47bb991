package dev.plumbline.tasks.plan;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.PROD;
import static dev.plumbline.tasks.PlansForTests.output;
import static dev.plumbline.tasks.PlansForTests.plan;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.cost.Costs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SurveyTest {

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Survey survey =
            new Survey(ledger, new Lookups(hub.sessions(), new Costs(ledger, hub.clock()), hub.clock()), hub.clock());
    private final StackPlan cluster = stack(DEV, "cluster");
    private final StackPlan peering = stack(PROD, "peering", output(DEV, "cluster", "Arn"));

    @Test
    void survey_planOfOneTarget_alsoFindsWhatItRefersToElsewhere() {
        stands(cluster, Map.of("Arn", "arn:1"));
        stands(peering, Map.of());
        Plan one = plan(target(PROD, 1, Settings.none(), List.of(List.of(peering))));

        Survey.Found found = survey.survey(one, "schedule-1");

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

        Survey.Found found = survey.survey(plan(target(DEV, 1, Settings.none(), List.of(List.of(cluster)))), "push-1");

        assertThat(found.strangers()).containsExactly(lost);
        assertThat(ledger.targets().read(DEV).stacks()).containsKey("lost").doesNotContainKey("foreign");
        assertThat(survey.look(DEV, "orphans")).containsExactly("lost");
    }

    private static String standing(String name, String changeSet) {
        return """
                <member><StackName>%s</StackName><StackId>arn:stack</StackId><StackStatus>CREATE_COMPLETE</StackStatus>
                <CreationTime>2026-11-01T12:00:00Z</CreationTime>
                <ChangeSetId>arn:aws:cloudformation:eu-west-1:111111111111:changeSet/%s/0-1</ChangeSetId></member>
                """.formatted(name, changeSet);
    }

    private void stands(StackPlan stack, Map<String, String> outputs) {
        String digest = stack.digest(output -> Optional.of("arn:1")).orElseThrow();
        ledger.targets().heard(stack.key().target(), HubForTests.NOW);
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
