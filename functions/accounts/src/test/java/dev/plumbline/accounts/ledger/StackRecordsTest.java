package dev.plumbline.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubTable;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StackRecordsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final StackKey NETWORK = new StackKey(new TargetKey("111111111111", "eu-west-1"), "network");
    private static final InFlight CHANGE = InFlight.begins("run-1", "plumbline-d2-r1", "d2", "plumbline-r1-network");

    private final StackRecords stacks =
            Ledger.in(new StubAws(new StubTable()).hub(), "plumbline").stacks();

    @Test
    void change_fromBeginningToEnd_leavesTheStackKnown() {
        stacks.begin(NETWORK, CHANGE);
        assertThat(first(CHANGE.requestToken())).isTrue();
        Heard heard = heard(event("UPDATE_COMPLETE", NOW.plusSeconds(60), CHANGE.requestToken()));
        assertThat(heard.waiting()).contains("task-token");
        assertThat(heard.record().known()).isFalse();

        assertThat(stacks.deployed(NETWORK, CHANGE.requestToken(), seen("d2", NOW.plusSeconds(61))))
                .isTrue();

        StackRecord record = stacks.read(NETWORK);
        assertThat(record.known()).isTrue();
        assertThat(record.digest()).isEqualTo("d2");
        assertThat(record.outputs()).containsEntry("VpcId", "vpc-1");
        assertThat(record.inFlight().flatMap(InFlight::taskToken)).isEmpty();
    }

    @Test
    void deployed_outputsOfOthersWentIntoIt_areKnownOnlyFromThenOn() {
        StackKey keys = new StackKey(new TargetKey("555555555555", "eu-central-1"), "keys");
        stacks.begin(NETWORK, CHANGE.needing(new TreeSet<>(List.of(keys))));
        assertThat(stacks.read(NETWORK).needs()).isEmpty();

        stacks.deployed(NETWORK, CHANGE.requestToken(), seen("d2", NOW));
        assertThat(stacks.read(NETWORK).needs()).containsExactly(keys);

        stacks.begin(NETWORK, InFlight.begins("run-2", "plumbline-d3-r2", "d3", "plumbline-r2-network"));
        assertThat(stacks.read(NETWORK).needs()).containsExactly(keys);
        stacks.deployed(NETWORK, "plumbline-r2-network", seen("d3", NOW));
        assertThat(stacks.read(NETWORK).needs()).isEmpty();
    }

    @Test
    void executing_twice_isFirstOnce() {
        stacks.begin(NETWORK, CHANGE);

        assertThat(first(CHANGE.requestToken())).isTrue();
        assertThat(first(CHANGE.requestToken())).isFalse();
    }

    @Test
    void executing_stackWasKnown_isKnownNoMore() {
        stacks.seen(NETWORK, seen("d1", NOW));
        stacks.begin(NETWORK, CHANGE);
        first(CHANGE.requestToken());

        assertThat(stacks.read(NETWORK).known()).isFalse();
    }

    @Test
    void begin_again_keepsTheMarkOfItsRunAndStack() {
        stacks.begin(NETWORK, CHANGE);
        first(CHANGE.requestToken());

        StackRecord record = stacks.begin(NETWORK, CHANGE);

        assertThat(record.inFlight()).map(InFlight::executing).contains(true);
        assertThat(first(CHANGE.requestToken())).isFalse();
    }

    @Test
    void begin_sameRunBeforeExecution_takesTheNewChangeSet() {
        InFlight afterApproval = InFlight.begins("run-1", "plumbline-d2-r1-again", "d2", CHANGE.requestToken());
        stacks.begin(NETWORK, CHANGE);

        assertThat(stacks.begin(NETWORK, afterApproval).inFlight()).contains(afterApproval);
    }

    @Test
    void begin_nextRun_forgetsTheMarkOfTheLast() {
        InFlight next = InFlight.begins("run-2", "plumbline-d3-r2", "d3", "plumbline-r2-network");
        stacks.begin(NETWORK, CHANGE);
        first(CHANGE.requestToken());

        assertThat(stacks.begin(NETWORK, next).inFlight()).contains(next);
        assertThat(first(CHANGE.requestToken())).isFalse();
        assertThat(stacks.executing(NETWORK, CHANGE.requestToken(), "zombie", NOW))
                .isEmpty();
        assertThat(first(next.requestToken())).isTrue();
    }

    @Test
    void heard_olderEvent_changesNothing() {
        stacks.seen(NETWORK, seen("d1", NOW));

        Heard heard = heard(event("UPDATE_COMPLETE", NOW.minusSeconds(1), "somebody"));

        assertThat(heard.news()).isFalse();
        assertThat(heard.record().known()).isTrue();
        assertThat(heard.record().status()).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void heard_changeOfSomebodyElse_makesTheStackUnknown() {
        stacks.seen(NETWORK, seen("d1", NOW));

        Heard heard = heard(event("UPDATE_COMPLETE", NOW.plusSeconds(1), ""));

        assertThat(heard.ours()).isFalse();
        assertThat(heard.waiting()).isEmpty();
        assertThat(stacks.read(NETWORK).known()).isFalse();
        assertThat(stacks.read(NETWORK).digest()).isEqualTo("d1");
    }

    @Test
    void heard_stackNobodyKnows_leavesNoTrace() {
        assertThat(stacks.heard(NETWORK, event("CREATE_COMPLETE", NOW, "somebody")))
                .isEmpty();

        assertThat(stacks.read(NETWORK).status()).isEmpty();
    }

    @Test
    void executing_again_namesWhoWaitsNowAndLeavesWhatIsKnown() {
        stacks.begin(NETWORK, CHANGE);
        first(CHANGE.requestToken());
        stacks.deployed(NETWORK, CHANGE.requestToken(), seen("d2", NOW));

        Executing again = stacks.executing(NETWORK, CHANGE.requestToken(), "next-token", NOW)
                .orElseThrow();

        assertThat(again.first()).isFalse();
        assertThat(again.record().known()).isTrue();
        assertThat(again.record().inFlight().flatMap(InFlight::taskToken)).contains("next-token");
    }

    @Test
    void changed_stackNobodyKnows_isNotedAsUnknown() {
        stacks.changed(NETWORK, event("CREATE_COMPLETE", NOW, ""));

        assertThat(stacks.read(NETWORK).status()).isEqualTo("CREATE_COMPLETE");
        assertThat(stacks.read(NETWORK).known()).isFalse();
    }

    @Test
    void heard_ourEventTwice_stillNamesWhoWaits() {
        stacks.begin(NETWORK, CHANGE);
        first(CHANGE.requestToken());
        StackEvent event = event("UPDATE_COMPLETE", NOW, CHANGE.requestToken());
        stacks.heard(NETWORK, event);
        stacks.heard(NETWORK, event("UPDATE_COMPLETE", NOW.plusSeconds(5), CHANGE.requestToken()));

        Heard late = heard(event);

        assertThat(late.news()).isFalse();
        assertThat(late.waiting()).contains("task-token");
    }

    @Test
    void heard_lateEventOfTheChangeThatIsRecorded_leavesTheStackKnown() {
        stacks.begin(NETWORK, CHANGE);
        first(CHANGE.requestToken());
        stacks.deployed(NETWORK, CHANGE.requestToken(), seen("d2", NOW));

        stacks.heard(NETWORK, event("UPDATE_COMPLETE", NOW.plusSeconds(1), CHANGE.requestToken()));

        assertThat(stacks.read(NETWORK).known()).isTrue();
    }

    @Test
    void deployed_changedBySomebodyElseSince_staysUnknown() {
        stacks.begin(NETWORK, CHANGE);
        first(CHANGE.requestToken());
        stacks.heard(NETWORK, event("UPDATE_COMPLETE", NOW.plusSeconds(9), "somebody"));

        assertThat(stacks.deployed(NETWORK, CHANGE.requestToken(), seen("d2", NOW.plusSeconds(5))))
                .isFalse();
        assertThat(stacks.read(NETWORK).known()).isFalse();
    }

    @Test
    void deployed_byAZombie_isRefused() {
        stacks.begin(NETWORK, CHANGE);
        stacks.begin(NETWORK, InFlight.begins("run-2", "plumbline-d3-r2", "d3", "plumbline-r2-network"));

        assertThat(stacks.deployed(NETWORK, CHANGE.requestToken(), seen("d2", NOW)))
                .isFalse();
    }

    @Test
    void failed_rolledBack_isUnknown() {
        stacks.begin(NETWORK, CHANGE);
        first(CHANGE.requestToken());
        stacks.failed(NETWORK, CHANGE.requestToken(), "UPDATE_ROLLBACK_COMPLETE", NOW.plusSeconds(3));

        assertThat(stacks.read(NETWORK).status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(stacks.read(NETWORK).known()).isFalse();
    }

    @Test
    void verified_verdict_isKept() {
        stacks.verified(NETWORK, Verdict.UNHEALTHY, "[1]");

        assertThat(stacks.read(NETWORK).verdict()).isEqualTo(Verdict.UNHEALTHY);
        assertThat(stacks.read(NETWORK).checks()).isEqualTo("[1]");
    }

    @Test
    void inFlight_printed_showsNoTaskToken() {
        InFlight waiting = new InFlight("run-1", "cs", "d", "r", Set.of(), true, "canary", new TreeSet<>());

        assertThat(waiting.toString()).doesNotContain("canary");
    }

    private static StackEvent event(String status, Instant at, String token) {
        return new StackEvent(status, at, token);
    }

    private static Deployed seen(String digest, Instant at) {
        return new Deployed(
                digest, new TreeMap<>(Map.of("VpcId", "vpc-1")), new TreeMap<>(), "CREATE_COMPLETE", "run-1", at);
    }

    private boolean first(String requestToken) {
        return stacks.executing(NETWORK, requestToken, "task-token", NOW)
                .filter(Executing::first)
                .isPresent();
    }

    private Heard heard(StackEvent event) {
        return stacks.heard(NETWORK, event).orElseThrow();
    }
}
