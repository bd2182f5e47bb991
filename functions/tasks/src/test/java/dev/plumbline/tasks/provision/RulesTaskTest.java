package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.Level;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RulesTaskTest {

    private static final TargetPlan PLAN = new TargetPlan(
            COMMIT,
            1,
            "dev",
            DEV,
            List.of(),
            true,
            new TreeSet<>(),
            Settings.none(),
            Drift.REVERT,
            List.of(),
            List.of("approvals of data: destructive becomes never"));

    private final HubForTests hub = new HubForTests();
    private final Assignment target = AssignmentsForTests.of("push-1");
    private final RulesTask task = new RulesTask(
            hub.ledger(),
            new TargetPlans(Bucket.in(hub.aws().hub(), "plumbline")),
            new Lines(new Costs(hub.ledger(), hub.clock()), hub.clock()));

    @BeforeEach
    void plan() {
        hub.object(new String(PlanJson.write(PLAN), UTF_8));
    }

    @Test
    void rules_thatAreSoftened_ask_andComeBeforeTheStacks() {
        Prepared prepared = prepare();

        assertThat(prepared.decision()).isEqualTo("ask");
        assertThat(prepared.reason()).contains("softens the rules", "destructive becomes never");
        assertThat(Level.rules(stack -> true))
                .containsExactly(new Level(List.of(new Level.Item(TargetPlan.RULES, List.of()))));
    }

    @Test
    void rules_thatAPersonAllows_areRecorded() {
        answered(Answer.Kind.APPROVED);

        assertThat(prepare().decision()).isEqualTo("record");
        assertThat(prepare().outcome()).isEqualTo("unchanged");
    }

    @Test
    void rules_thatAPersonRefuses_failTheTarget() {
        answered(Answer.Kind.REJECTED);

        assertThat(prepare().outcome()).isEqualTo("stalled");
        assertThat(prepare().reason()).contains("rejected");
    }

    private Prepared prepare() {
        return task.prepare(
                new ProvisionInput.CreateChangeSet(target, TargetPlan.RULES, 0, HubForTests.NOW.toString()));
    }

    private void answered(Answer.Kind kind) {
        Asked asked = requireNonNull(prepare().questionOrNull(), "a question");
        var _ = hub.questions().ask(target, TargetPlan.RULES, asked);
        Question question = hub.ledger()
                .questions()
                .find("push-1", target.stack(TargetPlan.RULES), asked.digest())
                .orElseThrow();
        assertThat(question.place()).isEqualTo("dev/eu-west-1/rules");
        hub.ledger()
                .questions()
                .answer(
                        question,
                        new Answer(kind, new Signer("arn:somebody", "5", "AIDA"), "because", HubForTests.NOW));
    }
}
