package dev.plumbline.tasks.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.Heads;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.estate.source.Lineage;
import dev.plumbline.failure.Retryable;
import dev.plumbline.tasks.HubForTests;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadClaimTest {

    private static final String EXECUTIONS = "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:";
    private static final String OLD = "a".repeat(40);
    private static final String MIDDLE = "c".repeat(40);
    private static final String NEW = "b".repeat(40);

    private final HubForTests hub = new HubForTests();
    private final Heads heads = hub.ledger().heads();
    private final HeadClaim claim = new HeadClaim(heads, hub.workflows());

    @Test
    void take_twoPlansRace_theSlowerReadsGitAgain() {
        AtomicInteger asked = new AtomicInteger();
        hub.execution(EXECUTIONS + "push-2", "RUNNING");

        HeadClaim.Taken taken = claim.take(plan("push-1", "push"), at(() -> {
            if (asked.incrementAndGet() == 1) {
                claim.take(plan("push-2", "push"), at(() -> NEW));
                return OLD;
            }
            return NEW;
        }));

        assertThat(asked).hasValue(2);
        assertThat(taken)
                .isInstanceOfSatisfying(
                        HeadClaim.Taken.Nothing.class,
                        nothing -> assertThat(nothing.outcome()).isEqualTo(Outcome.OVERTAKEN));
        assertThat(heads.read(HubForTests.BRANCH).commit()).isEqualTo(NEW);
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(1);
    }

    @Test
    void take_catchUpOfAHeadThatARunHasTakenUp_doesNothingThoughThatRunFailed() {
        claim.take(plan("push-1", "push"), at(() -> NEW));
        heads.end(HubForTests.BRANCH, "push-1", false);

        assertThat(claim.take(plan("catch-up-1", "catch-up"), at(() -> NEW)))
                .isInstanceOfSatisfying(
                        HeadClaim.Taken.Nothing.class,
                        nothing -> assertThat(nothing.outcome()).isEqualTo(Outcome.UNCHANGED));
    }

    @Test
    void take_catchUpOfAHeadThatNoRunHasHeardOf_takesItUp() {
        claim.take(plan("push-1", "push"), at(() -> OLD));

        assertThat(claim.take(plan("catch-up-1", "catch-up"), at(() -> NEW)))
                .isEqualTo(new HeadClaim.Taken.Commit(NEW));
    }

    @Test
    void take_repeatedByTheSameRun_keepsItsClaim() {
        assertThat(claim.take(plan("push-1", "push"), at(() -> NEW))).isEqualTo(new HeadClaim.Taken.Commit(NEW));
        assertThat(claim.take(plan("push-1", "push"), at(() -> NEW))).isEqualTo(new HeadClaim.Taken.Commit(NEW));

        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(1);
    }

    @Test
    void take_headMoved_bumpsTheVersion() {
        claim.take(plan("push-1", "push"), at(() -> OLD));

        assertThat(claim.take(plan("push-2", "push"), at(() -> NEW))).isEqualTo(new HeadClaim.Taken.Commit(NEW));
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(2);
    }

    @Test
    void take_headDeployed_hasNothingToDoAndBumpsNothing() {
        claim.take(plan("push-1", "push"), at(() -> NEW));
        heads.end(HubForTests.BRANCH, "push-1", true);

        assertThat(claim.take(plan("push-2", "push"), at(() -> NEW)))
                .isInstanceOfSatisfying(
                        HeadClaim.Taken.Nothing.class,
                        nothing -> assertThat(nothing.outcome()).isEqualTo(Outcome.UNCHANGED));
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(1);
    }

    @Test
    void take_headDeployedButAPersonWantsIt_isTakenUp() {
        claim.take(plan("push-1", "push"), at(() -> NEW));
        heads.end(HubForTests.BRANCH, "push-1", true);

        assertThat(claim.take(plan("person-1", "person"), at(() -> NEW))).isEqualTo(new HeadClaim.Taken.Commit(NEW));
    }

    @Test
    void take_attemptBeforeEndedUndeployed_isTakenUpAgain() {
        claim.take(plan("push-1", "push"), at(() -> NEW));
        heads.end(HubForTests.BRANCH, "push-1", false);

        assertThat(claim.take(plan("push-2", "push"), at(() -> NEW))).isEqualTo(new HeadClaim.Taken.Commit(NEW));
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(2);
    }

    @Test
    void take_attemptBeforeWasStoppedWithoutAWord_isTakenUpAgain() {
        claim.take(plan("push-1", "push"), at(() -> NEW));
        hub.execution(EXECUTIONS + "push-1", "ABORTED");

        assertThat(claim.take(plan("push-2", "push"), at(() -> NEW))).isEqualTo(new HeadClaim.Taken.Commit(NEW));
    }

    @Test
    void take_greenWhileANewerCommitIsNot_isTakenUp() {
        assertThat(claim.take(green("circleci-1", MIDDLE), line())).isEqualTo(new HeadClaim.Taken.Commit(MIDDLE));
        assertThat(heads.read(HubForTests.BRANCH).commit()).isEqualTo(MIDDLE);
    }

    @Test
    void take_newerCommitTurnsGreenAfterwards_movesOn() {
        claim.take(green("circleci-1", MIDDLE), line());

        assertThat(claim.take(green("circleci-2", NEW), line())).isEqualTo(new HeadClaim.Taken.Commit(NEW));
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void take_greenHintOfAnOlderCommitReplayed_neverRollsBack(boolean deployed) {
        claim.take(green("circleci-2", MIDDLE), line());
        heads.end(HubForTests.BRANCH, "circleci-2", deployed);

        assertThat(claim.take(green("circleci-1", OLD), line())).isInstanceOf(HeadClaim.Taken.Nothing.class);
        assertThat(heads.read(HubForTests.BRANCH).commit()).isEqualTo(MIDDLE);
        assertThat(heads.read(HubForTests.BRANCH).version()).isEqualTo(1);
    }

    @Test
    void take_sameGreenHintAfterAFailure_isTakenUpAgain() {
        claim.take(green("circleci-1", MIDDLE), line());
        heads.end(HubForTests.BRANCH, "circleci-1", false);

        assertThat(claim.take(green("circleci-2", MIDDLE), line())).isEqualTo(new HeadClaim.Taken.Commit(MIDDLE));
    }

    @Test
    void take_greenCommitThatLeftTheBranch_isOvertaken() {
        assertThat(claim.take(green("circleci-1", "d".repeat(40)), line())).isInstanceOf(HeadClaim.Taken.Nothing.class);
        assertThat(heads.read(HubForTests.BRANCH).version()).isZero();
    }

    /** What was deployed is no longer on the branch: only its newest commit says where the branch is meant to be. */
    @Test
    void take_branchWasReset_takesUpTheNewestCommitOnly() {
        claim.take(plan("push-1", "push"), at(() -> "d".repeat(40)));

        assertThat(claim.take(green("circleci-1", MIDDLE), line())).isInstanceOf(HeadClaim.Taken.Nothing.class);
        assertThat(claim.take(green("circleci-2", NEW), line())).isEqualTo(new HeadClaim.Taken.Commit(NEW));
    }

    @Test
    void take_newerCommitClaimedMeanwhile_isOvertaken() {
        AtomicInteger asked = new AtomicInteger();

        HeadClaim.Taken taken = claim.take(green("circleci-1", OLD), at(() -> {
            if (asked.incrementAndGet() == 1) {
                claim.take(green("circleci-2", MIDDLE), line());
            }
            return NEW;
        }));

        assertThat(taken).isInstanceOf(HeadClaim.Taken.Nothing.class);
        assertThat(heads.read(HubForTests.BRANCH).commit()).isEqualTo(MIDDLE);
    }

    @Test
    void take_branchThatNeverRests_isTriedLater() {
        AtomicInteger others = new AtomicInteger();

        assertThatExceptionOfType(Retryable.class)
                .isThrownBy(() -> claim.take(plan("push-1", "push"), at(() -> {
                    String other = "other-" + others.incrementAndGet();
                    heads.claim(heads.read(HubForTests.BRANCH), other, other);
                    return NEW;
                })));
    }

    private static PlanInput.Plan green(String run, String commit) {
        return new PlanInput.Plan(
                run,
                EXECUTIONS + run,
                HubForTests.NOW.toString(),
                0,
                new PlanInput.Wish("circleci", "github:1", HubForTests.BRANCH, null, commit, null, null, null, null));
    }

    /** A branch of three commits. */
    private static HeadClaim.Branch line() {
        return at(() -> NEW);
    }

    private static HeadClaim.Branch at(Supplier<String> head) {
        return new HeadClaim.Branch() {
            @Override
            public String head() {
                return head.get();
            }

            @Override
            public Lineage lineage(String commit) {
                return new Lineage(Map.of(NEW, Set.of(MIDDLE), MIDDLE, Set.of(OLD), OLD, Set.of()));
            }
        };
    }

    private static PlanInput.Plan plan(String run, String trigger) {
        return new PlanInput.Plan(
                run,
                EXECUTIONS + run,
                HubForTests.NOW.toString(),
                0,
                new PlanInput.Wish(trigger, "github:1", HubForTests.BRANCH, null, null, null, null, null, null));
    }
}
