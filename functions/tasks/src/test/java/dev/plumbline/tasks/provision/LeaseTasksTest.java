package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static dev.plumbline.tasks.PlansForTests.stack;
import static dev.plumbline.tasks.PlansForTests.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Lease;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.Softenings;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.cost.Costs;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTasksTest {

    private static final String DEAD = "arn:execution:dead";
    private static final String MINE = "arn:execution:mine";
    private static final StackKey NETWORK = new StackKey(DEV, "network");
    private static final ProvisionInput.AcquireLease ACQUIRE =
            new ProvisionInput.AcquireLease(AssignmentsForTests.of("push-2"), MINE, null);

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final StackForTests stack = new StackForTests(hub, "UPDATE_COMPLETE");
    private final LeaseTasks tasks = new LeaseTasks(
            ledger,
            hub.workflows(),
            hub.sessions(),
            new TargetPlans(Bucket.in(hub.aws().hub(), "plumbline-bucket")),
            hub.clock());

    @BeforeEach
    void begin() {
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), COMMIT, "push-2");
        hub.object(new String(
                PlanJson.write(target(DEV, 1, Settings.none(), List.of(List.of(stack(DEV, "network"))))), UTF_8));
    }

    @Test
    void acquire_nobodyOwnsIt_isOursTwice() {
        assertThat(tasks.acquire(ACQUIRE).lease()).isEqualTo("acquired");
        assertThat(tasks.acquire(ACQUIRE).lease()).isEqualTo("acquired");
        assertThat(stack.done()).isEmpty();
    }

    @Test
    void acquire_afterPeopleHaveAnswered_takesOnlyWhatIsLeft() {
        tasks.acquire(ACQUIRE);
        tasks.giveWay(new ProvisionInput.YieldLease(ACQUIRE.target(), MINE));
        assertThat(ledger.targets().read(DEV).lease()).isEmpty();

        ProvisionInput.AcquireLease again = new ProvisionInput.AcquireLease(ACQUIRE.target(), MINE, List.of("other"));
        assertThat(tasks.acquire(again).levels()).isEmpty();
        assertThat(tasks.acquire(ACQUIRE).levels()).hasSize(1);
    }

    @Test
    void release_afterRulesWereAskedAbout_doesNotSayThatTheCommitStandsHere() {
        for (int wave : new int[] {Softenings.WAVE, 1}) {
            tasks.release(new ProvisionInput.ReleaseLease(
                    AssignmentsForTests.of("push-2", wave), MINE, "acquired", List.of(), null));
            assertThat(ledger.targets().read(DEV).revision()).isEqualTo(wave == 1 ? COMMIT : "");
        }
    }

    @Test
    void release_overtakenWhileStacksWaited_endsTheirLines() {
        ProvisionInput.HoldStack held = new ProvisionInput.HoldStack(ACQUIRE.target(), "network", "waits for keys");
        new RecordTask(ledger, new Lines(new Costs(ledger, hub.clock()), hub.clock()), hub.driftConsents()).hold(held);

        tasks.release(new ProvisionInput.ReleaseLease(ACQUIRE.target(), MINE, "overtaken", List.of(), null));

        assertThat(ledger.progress().lines("push-2"))
                .singleElement()
                .satisfies(line -> assertThat(line.phase()).isEqualTo(Phase.DONE))
                .satisfies(line -> assertThat(line.reason()).contains("newer commit"));
    }

    @Test
    void acquire_ownerRuns_waitsAndTouchesNothing() {
        leaveBehind();
        hub.execution(DEAD, "RUNNING");

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> tasks.acquire(ACQUIRE));
        assertThat(stack.done()).isEmpty();
        assertThat(owner()).isEqualTo(DEAD);
    }

    @Test
    void acquire_ownerEnded_deletesItsChangeSetBeforeItTakesOver() {
        leaveBehind();
        hub.execution(DEAD, "ABORTED");

        tasks.acquire(ACQUIRE);
        tasks.acquire(ACQUIRE);

        assertThat(stack.done()).containsExactly("delete plumbline-left");
        assertThat(owner()).isEqualTo(MINE);
    }

    @Test
    void acquire_killedAtAnyPoint_neverOwnsWhatIsNotFenced() {
        for (int point = 1; point <= 12; point++) {
            for (boolean done : new boolean[] {false, true}) {
                LeaseTasksTest attempt = new LeaseTasksTest();
                attempt.begin();
                attempt.killedAndRepeated(point, done);
            }
        }
    }

    private void killedAndRepeated(int point, boolean done) {
        leaveBehind();
        hub.execution(DEAD, "FAILED");
        hub.killAt(point, done);
        try {
            tasks.acquire(ACQUIRE);
        } catch (HubForTests.Killed killed) {
            assertThat(owner().equals(DEAD) || stack.done().contains("delete plumbline-left"))
                    .isTrue();
        }
        hub.killAt(0, false);
        assertThat(tasks.acquire(ACQUIRE).lease()).isEqualTo("acquired");
        assertThat(stack.done()).contains("delete plumbline-left");
        assertThat(owner()).isEqualTo(MINE);
    }

    @Test
    void acquire_newerHead_leavesTheTargetToItsRun() {
        ledger.heads().claim(ledger.heads().read(HubForTests.BRANCH), "e".repeat(40), "push-3");

        assertThat(tasks.acquire(ACQUIRE).lease()).isEqualTo("overtaken");
        assertThat(ledger.targets().read(DEV).lease()).isEmpty();
    }

    @Test
    void release_twice_isHarmlessAndNeverTakesAnothersLease() {
        tasks.acquire(ACQUIRE);
        ProvisionInput.ReleaseLease release =
                new ProvisionInput.ReleaseLease(ACQUIRE.target(), MINE, "acquired", List.of(), null);

        tasks.release(release);
        ledger.leases().acquire(DEV, new Lease("arn:execution:next", "push-3", HubForTests.NOW));
        tasks.release(release);

        assertThat(owner()).isEqualTo("arn:execution:next");
        assertThat(ledger.targets().read(DEV).revision()).isEqualTo(COMMIT);
    }

    private void leaveBehind() {
        ledger.leases().acquire(DEV, new Lease(DEAD, "push-1", HubForTests.NOW));
        ledger.stacks().begin(NETWORK, InFlight.begins("push-1", "plumbline-left", "d".repeat(64), "token-1"));
    }

    private String owner() {
        return ledger.targets().read(DEV).lease().orElseThrow().owner();
    }
}
