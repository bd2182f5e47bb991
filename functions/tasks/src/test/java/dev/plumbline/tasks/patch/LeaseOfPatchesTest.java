package dev.plumbline.tasks.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Lease;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.directory.Branch;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseOfPatchesTest {

    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final String MINE = "arn:execution:mine";
    private static final String OTHER = "arn:execution:other";
    private static final PatchAssignment TARGET = new PatchAssignment(
            "run-1-111111111111-eu-west-1",
            "run",
            "dev",
            DEV.account(),
            DEV.region(),
            1,
            List.of("database"),
            false,
            false);
    private static final PatchInput.AcquireLease ACQUIRE = new PatchInput.AcquireLease(TARGET, MINE);

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final LeaseTasks tasks =
            new LeaseTasks(ledger, hub.workflows(), new Branch("repository", HubForTests.BRANCH), hub.clock());

    @Test
    void acquire_deadOwnerThatLeftNothing_isTakenOver() {
        held("ABORTED");

        assertThat(tasks.acquire(ACQUIRE).outcome()).isEqualTo("acquired");
        assertThat(owner()).isEqualTo(MINE);
    }

    @Test
    void acquire_deadOwnerThatLeftAChange_asksForADeploymentThatClearsIt() {
        held("ABORTED");
        ledger.stacks()
                .begin(
                        new StackKey(DEV, "database"),
                        InFlight.begins("other-run", "plumbline-left", "digest", "token"));

        PatchAnswer.Acquired left = tasks.acquire(ACQUIRE);

        assertThat(left.outcome()).isEqualTo("left");
        assertThat(left.run().name()).isEqualTo(tasks.acquire(ACQUIRE).run().name());
        assertThat(left.run().repository()).isEqualTo("repository");
        assertThat(owner()).isEqualTo(OTHER);
        assertThatExceptionOfType(Waiting.class)
                .isThrownBy(() -> tasks.retake(new PatchInput.RetakeLease(TARGET, MINE)));
    }

    @Test
    void acquire_ownerRuns_waits() {
        held("RUNNING");

        assertThatExceptionOfType(Waiting.class).isThrownBy(() -> tasks.acquire(ACQUIRE));
        assertThat(owner()).isEqualTo(OTHER);
    }

    private void held(String status) {
        hub.execution(OTHER, status);
        ledger.leases().acquire(DEV, new Lease(OTHER, "other-run", HubForTests.NOW));
    }

    private String owner() {
        return ledger.targets().read(DEV).lease().orElseThrow().owner();
    }
}
