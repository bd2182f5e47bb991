package dev.plumbline.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounter;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.accounts.requests.RequestKind;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubTable;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.250Z");
    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final StackKey NETWORK = new StackKey(DEV, "network");
    private static final String MAIN = "refs/heads/main";

    private final StubTable table = new StubTable();
    private final StubAws aws = new StubAws(table);
    private final Ledger ledger = Ledger.in(aws.hub(), "plumbline");

    @Test
    void kept_ofAStackThatWasRemovedTwice_isBoth_untilOneIsForgotten() {
        Kept first = new Kept(NETWORK, "Key", "key-1", "AWS::KMS::Key", "", Kept.KEPT, "run-1", NOW);
        Kept second = new Kept(NETWORK, "Key", "key-2", "AWS::KMS::Key", "", Kept.KEPT, "run-2", NOW);
        ledger.targets().keep(first);
        ledger.targets().keep(first);
        ledger.targets().keep(second);

        assertThat(ledger.targets().kept(NETWORK.target())).containsExactly(first, second);
        assertThat(ledger.targets().read(NETWORK.target()).kept()).containsExactly(first, second);
        ledger.targets().forget(first);
        assertThat(ledger.targets().kept(NETWORK.target())).containsExactly(second);
    }

    /**
     * PutEvents takes any Time from its caller: what a forged one has left in the ledger is no word, and is put right.
     */
    @Test
    void heard_fromTheFuture_isNotTrustedAndPutRightByTheNextWord() {
        Instant later = NOW.plus(Duration.ofDays(400));
        ledger.targets().heard(DEV, later, later);
        assertThat(ledger.targets().read(DEV).trusted(NOW)).isFalse();

        ledger.targets().heard(DEV, NOW.minusSeconds(60), NOW);
        assertThat(ledger.targets().read(DEV).heardAt()).isEqualTo(NOW.minusSeconds(60));
        assertThat(ledger.targets().read(DEV).trusted(NOW)).isTrue();
        assertThat(ledger.targets().read(DEV).trusted(NOW.plus(Duration.ofHours(25))))
                .isFalse();

        ledger.targets().heard(DEV, later, NOW);
        assertThat(ledger.targets().read(DEV).heardAt())
                .as("no later than the hub's own time")
                .isEqualTo(NOW);
    }

    @Test
    void head_neverClaimed_isUnknown() {
        assertThat(ledger.heads().read(MAIN)).isEqualTo(Head.unknown(MAIN));
    }

    @Test
    void claim_first_holds() {
        Claim claim = ledger.heads().claim(Head.unknown(MAIN), "c1", "run-1");

        assertThat(claim).isEqualTo(new Claim.Claimed(new Head(MAIN, "c1", "run-1", 1, false, false)));
        assertThat(ledger.heads().read(MAIN).covers("c1")).isTrue();
    }

    @Test
    void claim_repeated_changesNothing() {
        Head read = ledger.heads().read(MAIN);
        Claim first = ledger.heads().claim(read, "c1", "run-1");

        assertThat(ledger.heads().claim(read, "c1", "run-1")).isEqualTo(first);
        assertThat(ledger.heads().read(MAIN).version()).isEqualTo(1);
    }

    @Test
    void claim_readBeforeAnotherClaim_isOvertaken() {
        Head read = ledger.heads().read(MAIN);
        ledger.heads().claim(read, "c2", "run-2");

        assertThat(ledger.heads().claim(read, "c1", "run-1"))
                .isEqualTo(new Claim.Overtaken(new Head(MAIN, "c2", "run-2", 1, false, false)));
    }

    @Test
    void endHead_ofARunThatLostIt_changesNothing() {
        Claim first = ledger.heads().claim(Head.unknown(MAIN), "c1", "run-1");
        assertThat(first).isInstanceOf(Claim.Claimed.class);
        ledger.heads().claim(ledger.heads().read(MAIN), "c2", "run-2");

        assertThat(ledger.heads().end(MAIN, "run-1", true)).isFalse();
        assertThat(ledger.heads().end(MAIN, "run-2", false)).isTrue();
        assertThat(ledger.heads().read(MAIN).covers("c2")).isFalse();
    }

    @Test
    void endUnclaimed_nobodyClaimedSince_movesTheVersionOnce() {
        String hash = "0".repeat(32);
        Head before = ledger.heads().read(MAIN);
        String run = new MovementName("push", hash, before.version()).text();
        assertThat(before.isUnclaimedBy(run)).isTrue();

        assertThat(ledger.heads().endUnclaimed(MAIN, run)).isTrue();
        assertThat(ledger.heads().endUnclaimed(MAIN, run)).isFalse();

        Head after = ledger.heads().read(MAIN);
        assertThat(after.version()).isEqualTo(1);
        assertThat(after.commit()).isEmpty();
        assertThat(after.isUnclaimedBy(run)).isFalse();
        assertThat(ledger.heads().claim(after, "c1", "run-1")).isInstanceOf(Claim.Claimed.class);
    }

    @Test
    void endUnclaimed_claimedSince_changesNothing() {
        String run = new MovementName("push", "0".repeat(32), 0).text();
        ledger.heads().claim(ledger.heads().read(MAIN), "c1", "run-1");
        Head claimed = ledger.heads().read(MAIN);

        assertThat(ledger.heads().endUnclaimed(MAIN, run)).isFalse();
        assertThat(ledger.heads().endUnclaimed(MAIN, "person-1")).isFalse();

        assertThat(ledger.heads().read(MAIN)).isEqualTo(claimed);
    }

    @Test
    void run_begunTwiceAndEndedTwice_keepsTheFirstOfEach() {
        ledger.runs().begin(Run.begins("run-1", "push", MAIN, NOW, ""));
        ledger.runs().begin(Run.begins("run-1", "push", MAIN, NOW.plusSeconds(60), ""));
        ledger.runs().takes("run-1", "c1");
        ledger.runs().planned("run-1", "runs/run-1/plan.json");
        ledger.runs().end("run-1", Outcome.DEPLOYED, "all well", NOW.plusSeconds(90));
        ledger.runs().end("run-1", Outcome.FAILED, "late", NOW.plusSeconds(99));

        Run expected = new Run(
                "run-1",
                "push",
                MAIN,
                "c1",
                NOW,
                NOW.plusSeconds(90),
                Outcome.DEPLOYED,
                "all well",
                "runs/run-1/plan.json");
        assertThat(ledger.runs().find("run-1")).contains(expected);
        assertThat(ledger.runs().recent(NOW, 5)).containsExactly(expected);
    }

    @Test
    void run_thatTakesACommit_isListedWithItWhileItRuns() {
        ledger.runs().begin(Run.begins("run-1", "push", MAIN, NOW, ""));
        ledger.runs().takes("run-1", "c1");

        assertThat(ledger.runs().recent(NOW, 5)).extracting(Run::commit).containsExactly("c1");
    }

    @Test
    void takes_byARunThatNeverBegan_leavesNoTrace() {
        ledger.runs().takes("run-1", "c1");

        assertThat(table.content()).isEmpty();
    }

    @Test
    void endRun_thatNeverBegan_leavesNoTrace() {
        ledger.runs().end("run-1", Outcome.DEPLOYED, "", NOW);

        assertThat(table.content()).isEmpty();
    }

    @Test
    void recent_overMonths_isNewestFirst() {
        Instant october = Instant.parse("2026-10-31T23:59:59.999Z");
        ledger.runs().begin(Run.begins("old", "push", MAIN, october, ""));
        ledger.runs().begin(Run.begins("new", "push", MAIN, NOW, ""));
        ledger.runs().begin(Run.begins("newest", "push", MAIN, NOW.plusMillis(1), ""));

        assertThat(ledger.runs().recent(NOW, 3)).extracting(Run::id).containsExactly("newest", "new", "old");
        assertThat(ledger.runs().recent(NOW, 1)).extracting(Run::id).containsExactly("newest");
    }

    @Test
    void lastPlan_manyRunsWithoutOneSince_isFound() {
        Instant september = Instant.parse("2026-09-02T00:00:00Z");
        ledger.runs().begin(Run.begins("first", "push", MAIN, september.minusSeconds(1), ""));
        ledger.runs().planned("first", "runs/first/plan.json");
        ledger.runs().end("first", Outcome.DEPLOYED, "", september);
        ledger.runs().begin(Run.begins("second", "push", MAIN, september, ""));
        ledger.runs().planned("second", "runs/second/plan.json");
        for (int window = 0; window < 120; window++) {
            String run = "patch-" + window;
            ledger.runs().begin(Run.begins(run, "patch", MAIN, NOW.plusSeconds(window), ""));
            ledger.runs().end(run, Outcome.UNCHANGED, "", NOW.plusSeconds(window));
        }

        assertThat(ledger.runs().lastPlan(NOW)).contains("runs/second/plan.json");
    }

    @Test
    void lastPlan_noRunHasOne_isNothing() {
        ledger.runs().begin(Run.begins("run-1", "push", MAIN, NOW, ""));

        assertThat(ledger.runs().lastPlan(NOW)).isEmpty();
    }

    @Test
    void lines_putTwice_areTheLastOnes() {
        Line executing = line(Phase.EXECUTING, Verdict.UNKNOWN);
        Line done = line(Phase.DONE, Verdict.HEALTHY);
        ledger.progress().put("run-1", executing);
        ledger.progress().put("run-1", done);

        assertThat(ledger.progress().lines("run-1")).containsExactly(done);
        assertThat(ledger.progress().lines("run-10")).isEmpty();
    }

    @Test
    void outcomes_ofARun_areThoseOfItsTargets() {
        TargetOutcome failed = new TargetOutcome(DEV, 2, Outcome.FAILED, "Vpc: the CIDR is taken");
        ledger.progress().put("run-1", failed, NOW);

        assertThat(ledger.progress().outcomes("run-1")).containsExactly(failed);
    }

    @Test
    void requests_addedTwiceForOneInvocation_countOnce() {
        RequestCounts counts =
                new RequestCounts(new TreeMap<>(Map.of(new RequestKind(Purpose.POLL, "CloudFormation", "X"), 2L)));
        ledger.progress().add("run-1", DEV, "invocation-1", counts, NOW);
        ledger.progress().add("run-1", DEV, "invocation-1", counts, NOW);
        ledger.progress().add("run-1", DEV, "invocation-2", counts, NOW);

        assertThat(ledger.progress().read("run-1").requests().get(DEV)).isEqualTo(counts.plus(counts));
    }

    @Test
    void lines_withWhatTheyCost_countOnceAndBesideTheRest() {
        RequestCounts counts =
                new RequestCounts(new TreeMap<>(Map.of(new RequestKind(Purpose.CHANGE, "CloudFormation", "X"), 3L)));
        Line executing = line(Phase.EXECUTING, Verdict.UNKNOWN);
        Line done = line(Phase.DONE, Verdict.HEALTHY);
        ledger.progress().put("run-1", executing, "invocation-1/1", counts);
        ledger.progress().put("run-1", executing, "invocation-1/1", counts);
        ledger.progress().put("run-1", done, "invocation-2/1", RequestCounts.none());
        ledger.progress().add("run-1", DEV, "invocation-1", counts, NOW);

        Progress.Done all = ledger.progress().read("run-1");

        assertThat(all.lines()).containsExactly(done);
        assertThat(all.outcomes()).isEmpty();
        assertThat(all.requests()).containsExactly(Map.entry(DEV, counts.plus(counts)));
    }

    @Test
    void lease_takenByOne_isHeldForOthers() {
        Lease ours = new Lease("arn:ours", "run-1", NOW);
        Lease theirs = new Lease("arn:theirs", "run-2", NOW.plusSeconds(1));

        assertThat(ledger.leases().acquire(DEV, ours)).isEqualTo(new Leasing.Granted(ours));
        assertThat(ledger.leases().acquire(DEV, theirs)).isEqualTo(new Leasing.Held(ours));
        assertThat(ledger.leases().acquire(DEV, new Lease("arn:ours", "run-1", NOW.plusSeconds(9))))
                .isEqualTo(new Leasing.Granted(ours));
    }

    @Test
    void lease_takenOver_belongsToWhoCameFirst() {
        Lease dead = new Lease("arn:dead", "run-1", NOW);
        Lease first = new Lease("arn:first", "run-2", NOW.plusSeconds(1));
        Lease second = new Lease("arn:second", "run-3", NOW.plusSeconds(2));
        ledger.leases().acquire(DEV, dead);

        assertThat(ledger.leases().takeOver(DEV, dead, first)).isEqualTo(new Leasing.Granted(first));
        assertThat(ledger.leases().takeOver(DEV, dead, first)).isEqualTo(new Leasing.Granted(first));
        assertThat(ledger.leases().takeOver(DEV, dead, second)).isEqualTo(new Leasing.Held(first));
    }

    @Test
    void lease_givenBackMeanwhile_isGrantedToWhoTakesOver() {
        Lease dead = new Lease("arn:dead", "run-1", NOW);
        Lease ours = new Lease("arn:ours", "run-2", NOW.plusSeconds(1));

        assertThat(ledger.leases().takeOver(DEV, dead, ours)).isEqualTo(new Leasing.Granted(ours));
    }

    @Test
    void lease_released_isOnlyOnesOwn() {
        ledger.leases().acquire(DEV, new Lease("arn:ours", "run-1", NOW));

        assertThat(ledger.leases().release(DEV, "arn:theirs")).isFalse();
        assertThat(ledger.leases().release(DEV, "arn:ours")).isTrue();
        assertThat(ledger.leases().release(DEV, "arn:ours")).isTrue();
        assertThat(ledger.targets().read(DEV).lease()).isEmpty();
    }

    @Test
    void target_everythingHeld_comesWithOneQuery() {
        ledger.targets().heard(DEV, NOW, NOW);
        ledger.targets().heard(DEV, NOW.minusSeconds(60), NOW);
        ledger.targets().deployed(DEV, "dev", "c1", NOW);
        ledger.targets().put(DEV, new SettingsRecord("digest", Verdict.UNKNOWN, "run-1", NOW));
        ledger.targets().verified(DEV, "digest", Verdict.HEALTHY);
        ledger.leases().acquire(DEV, new Lease("arn:ours", "run-1", NOW));
        ledger.stacks().seen(NETWORK, seen("d1", NOW));
        int before = aws.requests().size();

        TargetState state = ledger.targets().read(DEV);

        assertThat(aws.requests()).hasSize(before + 1);
        assertThat(state.heardAt()).isEqualTo(NOW);
        assertThat(state.environment()).isEqualTo("dev");
        assertThat(state.revision()).isEqualTo("c1");
        assertThat(state.settings()).contains(new SettingsRecord("digest", Verdict.HEALTHY, "run-1", NOW));
        assertThat(state.lease()).isPresent();
        assertThat(state.current("network", NOW)).map(StackRecord::digest).contains("d1");
        assertThat(state.current("network", NOW.plus(Duration.ofHours(25)))).isEmpty();
        assertThat(state.current("other", NOW)).isEmpty();
    }

    @Test
    void target_nothingHeld_isNotTrusted() {
        assertThat(ledger.targets().read(DEV).trusted(NOW)).isFalse();
    }

    @Test
    void targets_many_areReadTogetherAndCountedForTheCaller() {
        List<TargetKey> targets = IntStream.range(0, 100)
                .mapToObj(each -> new TargetKey("%012d".formatted(each), "eu-west-1"))
                .toList();
        RequestCounter counter = new RequestCounter();

        Map<TargetKey, TargetState> states =
                Requests.counted(counter, () -> ledger.targets().read(targets));

        assertThat(states.keySet()).containsExactlyElementsOf(targets);
        assertThat(counter.snapshot().total(Purpose.CONTROL_PLANE)).isEqualTo(100);
    }

    private static Deployed seen(String digest, Instant at) {
        return new Deployed(
                digest, new TreeMap<>(Map.of("VpcId", "vpc-1")), new TreeMap<>(), "CREATE_COMPLETE", "run-1", at);
    }

    private static Line line(Phase phase, Verdict verdict) {
        return new Line(NETWORK, "dev", 2, phase, "update", "+1 ~0 -0", NOW, Duration.ofMillis(1_500), verdict, "");
    }
}
