package dev.plumbline.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.drift.DriftEntry.Kind;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubTable;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftRecordsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final List<DriftEntry> ENTRIES = List.of(
            new DriftEntry("Vpc", "vpc-1", "AWS::EC2::VPC", Kind.CHANGED, "/EnableDnsHostnames", "true", "false"),
            new DriftEntry("FlowLog", "fl-1", "AWS::EC2::FlowLog", Kind.DELETED, "", "", ""));

    private final Ledger ledger = Ledger.in(new StubAws(new StubTable()).hub(), "plumbline");

    @Test
    void found_again_countsUpAndKeepsThatPeopleWereTold() {
        DriftRecord first = find("run-1", NOW);
        ledger.drifts().toldBy(first.run(), first);

        DriftRecord second = find("run-2", NOW.plusSeconds(3_600));

        assertThat(second.count()).isEqualTo(2);
        assertThat(second.told()).isTrue();
        assertThat(second.firstAt()).isEqualTo(NOW);
        assertThat(ledger.drifts().of(DEV)).containsExactly(second);
    }

    @Test
    void found_repeatedByTheSameRun_changesNothing() {
        DriftRecord first = find("run-1", NOW);
        ledger.drifts().become(first, DriftState.REVERTING, "");

        DriftRecord again = find("run-1", NOW.plusSeconds(5));

        assertThat(again.count()).isEqualTo(1);
        assertThat(again.state()).isEqualTo(DriftState.REVERTING);
    }

    @Test
    void found_longAfterItWasPutBack_isNews() {
        DriftRecord first = find("run-1", NOW);
        ledger.drifts().toldBy(first.run(), first);
        ledger.drifts().become(first, DriftState.REVERTED, "");

        DriftRecord later = find("run-2", NOW.plus(Duration.ofDays(30)));

        assertThat(later.told()).isFalse();
        assertThat(later.count()).isEqualTo(1);
    }

    @Test
    void found_soonAfterItWasPutBack_isTheSame() {
        DriftRecord first = find("run-1", NOW);
        ledger.drifts().toldBy(first.run(), first);
        ledger.drifts().become(first, DriftState.REVERTED, "");

        assertThat(find("run-2", NOW.plus(Duration.ofHours(1))).told()).isTrue();
    }

    @Test
    void moved_besideDriftOfTheSameStack_isKeptApartAndToldOnItsOwn() {
        DriftRecord drift = find("run-1", NOW);
        DriftRecord moved = move("run-1", NOW);
        ledger.drifts().toldBy("run-1", moved);

        assertThat(ledger.drifts().ofRun("run-1", DEV, "network")).contains(drift);
        assertThat(ledger.drifts().ofRun("run-1"))
                .extracting(DriftRecord::state, DriftRecord::told)
                .containsExactlyInAnyOrder(tuple(DriftState.FOUND, false), tuple(DriftState.MOVED, true));
        assertThat(moved.reason()).isEqualTo("write it");
    }

    @Test
    void moved_longAfterwards_isTheSameAndNotToldAgain() {
        DriftRecord first = move("run-1", NOW);
        ledger.drifts().toldBy("run-1", first);

        DriftRecord later = move("run-2", NOW.plus(Duration.ofDays(30)));

        assertThat(later.told()).isTrue();
        assertThat(later.count()).isEqualTo(2);
        assertThat(later.firstAt()).isEqualTo(NOW);
        ledger.drifts().become(later, DriftState.GONE, "");
        assertThat(move("run-3", NOW.plus(Duration.ofDays(90))).told()).isFalse();
    }

    private DriftRecord move(String run, Instant at) {
        return ledger.drifts()
                .moved(
                        run,
                        DEV,
                        "dev",
                        "network",
                        List.of(new DriftEntry(
                                "Data", "app", "AWS::RDS::DBInstance", Kind.CHANGED, "/EngineVersion", "17.6", "17.7")),
                        "write it",
                        at);
    }

    @Test
    void ofRun_itsFindings_areThoseOfTheTargets() {
        DriftRecord found = find("run-1", NOW);

        assertThat(ledger.drifts().ofRun("run-1")).containsExactly(found);
        assertThat(ledger.drifts().ofRun("run-1", DEV, "network")).contains(found);
        assertThat(ledger.drifts().ofRun("run-1", DEV, "other")).isEmpty();
        assertThat(ledger.targets().read(DEV).stacks()).isEmpty();
    }

    private DriftRecord find(String run, Instant at) {
        return ledger.drifts().found(run, DEV, "dev", "network", ENTRIES, at);
    }
}
