package dev.plumbline.tasks.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.Heads;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.failure.Retryable;
import dev.plumbline.tasks.HubForTests;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeadClaimTest {

    private static final String EXECUTIONS = "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:";
    private static final String OLD = "a".repeat(40);
    private static final String NEW = "b".repeat(40);

    private final HubForTests hub = new HubForTests();
    private final Heads heads = hub.ledger().heads();
    private final HeadClaim claim = new HeadClaim(heads, hub.workflows());

    @Test
    void take_twoPlansRace_theSlowerReadsGitAgain() {
        AtomicInteger asked = new AtomicInteger();
        hub.execution(EXECUTIONS + "push-2", "RUNNING");

        HeadClaim.Taken taken = claim.take(plan("push-1", "push"), () -> {
            if (asked.incrementAndGet() == 1) {
                claim.take(plan("push-2", "push"), () -> NEW);
                return OLD;
            }
            return NEW;
        });

        assertThat(asked).hasValue(2);
        assertThat(taken)
                .isInstanceOfSatisfying(
                        HeadClaim.Taken.Nothing.class,
                        nothing -> assertThat(nothing.outcome()).isEqualTo(Outcome.OVERTAKEN));
        assertThat(heads.read(HubForTests.BRANCH).commit()).isEqualTo(NEW);
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(1);
    }

    @Test
    void take_repeatedByTheSameRun_keepsItsClaim() {
        assertThat(claim.take(plan("push-1", "push"), () -> NEW)).isEqualTo(new HeadClaim.Taken.Commit(NEW));
        assertThat(claim.take(plan("push-1", "push"), () -> NEW)).isEqualTo(new HeadClaim.Taken.Commit(NEW));

        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(1);
    }

    @Test
    void take_headMoved_bumpsTheVersion() {
        claim.take(plan("push-1", "push"), () -> OLD);

        assertThat(claim.take(plan("push-2", "push"), () -> NEW)).isEqualTo(new HeadClaim.Taken.Commit(NEW));
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(2);
    }

    @Test
    void take_headDeployed_hasNothingToDoAndBumpsNothing() {
        claim.take(plan("push-1", "push"), () -> NEW);
        heads.end(HubForTests.BRANCH, "push-1", true);

        assertThat(claim.take(plan("push-2", "push"), () -> NEW))
                .isInstanceOfSatisfying(
                        HeadClaim.Taken.Nothing.class,
                        nothing -> assertThat(nothing.outcome()).isEqualTo(Outcome.UNCHANGED));
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(1);
    }

    @Test
    void take_headDeployedButAPersonWantsIt_isTakenUp() {
        claim.take(plan("push-1", "push"), () -> NEW);
        heads.end(HubForTests.BRANCH, "push-1", true);

        assertThat(claim.take(plan("person-1", "person"), () -> NEW)).isEqualTo(new HeadClaim.Taken.Commit(NEW));
    }

    @Test
    void take_attemptBeforeEndedUndeployed_isTakenUpAgain() {
        claim.take(plan("push-1", "push"), () -> NEW);
        heads.end(HubForTests.BRANCH, "push-1", false);

        assertThat(claim.take(plan("push-2", "push"), () -> NEW)).isEqualTo(new HeadClaim.Taken.Commit(NEW));
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(2);
    }

    @Test
    void take_attemptBeforeWasStoppedWithoutAWord_isTakenUpAgain() {
        claim.take(plan("push-1", "push"), () -> NEW);
        hub.execution(EXECUTIONS + "push-1", "ABORTED");

        assertThat(claim.take(plan("push-2", "push"), () -> NEW)).isEqualTo(new HeadClaim.Taken.Commit(NEW));
    }

    @Test
    void take_greenWorkflowOfAnOlderCommit_isOvertaken() {
        PlanInput.Plan input = new PlanInput.Plan(
                "circleci-1",
                EXECUTIONS + "circleci-1",
                HubForTests.NOW.toString(),
                new PlanInput.Wish("circleci", "github:1", HubForTests.BRANCH, null, OLD, null));

        assertThat(claim.take(input, () -> NEW)).isInstanceOf(HeadClaim.Taken.Nothing.class);
        assertThat(heads.read(HubForTests.BRANCH).version()).isZero();
    }

    @Test
    void take_branchThatNeverRests_isTriedLater() {
        AtomicInteger others = new AtomicInteger();

        assertThatExceptionOfType(Retryable.class)
                .isThrownBy(() -> claim.take(plan("push-1", "push"), () -> {
                    String other = "other-" + others.incrementAndGet();
                    heads.claim(heads.read(HubForTests.BRANCH), other, other);
                    return NEW;
                }));
    }

    private static PlanInput.Plan plan(String run, String trigger) {
        return new PlanInput.Plan(
                run,
                EXECUTIONS + run,
                HubForTests.NOW.toString(),
                new PlanInput.Wish(trigger, "github:1", HubForTests.BRANCH, null, null, null));
    }
}
