package dev.plumbline.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.follow.RunReport;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoryTest {

    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
    private static final String REASON = "Subnet (AWS::EC2::Subnet): the range is taken. It was rolled back.";

    @Test
    void story_failedRun_beginsWithTheResourcesOwnReasonAndEndsWithWhatToDo() {
        List<String> told = Story.of(report(
                Outcome.FAILED,
                List.of(
                        line("apps", "none", Phase.DONE, Verdict.UNKNOWN, "needs network, which failed"),
                        line("keys", "create", Phase.DONE, Verdict.HEALTHY, ""),
                        line("network", "update", Phase.DONE, Verdict.UNKNOWN, REASON)),
                List.of()));

        assertThat(told.getFirst()).isEqualTo(REASON);
        assertThat(told.get(1)).contains("dev eu-west-1 network: update", "commit 0123456789");
        assertThat(told.get(2)).contains("plumbline resume push-1", "revert the commit");
        assertThat(told).anyMatch(line -> line.startsWith("needs network"));
        assertThat(told).anyMatch(line -> line.contains("1 of 3 stacks"));
        assertThat(told.getLast()).contains("plumbline resume push-1");
    }

    @Test
    void withAccountWord_failureOfWhichNobodyHasTold_comesFirst() {
        assertThat(Story.withAccountWord(
                        List.of("It is in phase executing."),
                        "UPDATE_ROLLBACK_COMPLETE",
                        "2026-11-24T08:00:00Z",
                        "Subnet (AWS::EC2::Subnet): the range is taken"))
                .startsWith(
                        "Subnet (AWS::EC2::Subnet): the range is taken",
                        "  In its account: UPDATE_ROLLBACK_COMPLETE, last changed at 2026-11-24T08:00:00Z");
        assertThat(Story.withAccountWord(List.of(REASON), "UPDATE_ROLLBACK_COMPLETE", "then", "the range is taken"))
                .hasSize(2)
                .startsWith(REASON);
    }

    @Test
    void story_invalidCommit_tellsTheProblems() {
        RunReport report = report(Outcome.INVALID, List.of(), List.of());

        assertThat(Story.of(report))
                .startsWith("environments/dev.yaml:7:3: wrong")
                .last()
                .asString()
                .contains("validate");
    }

    @Test
    void story_waitingRun_namesTheQuestionAndTheCommand() {
        List<String> told = Story.of(report(
                null,
                List.of(line("network", "update", Phase.APPROVING, Verdict.UNKNOWN, "removes Vpc")),
                List.of(question(null))));

        assertThat(told.getFirst()).isEqualTo("removes Vpc");
        assertThat(told).anyMatch(line -> line.contains("plumbline approve push-1 dev/eu-west-1/network"));
        assertThat(told.getLast()).contains("still running");
    }

    @Test
    void story_rejectedChange_saysWhoAndHowItIsAskedAgain() {
        Answer no = new Answer(Answer.Kind.REJECTED, new Signer("arn:alice", "5", "AIDA"), "not now", START);
        List<String> told = Story.of(report(
                Outcome.FAILED,
                List.of(line(
                        "network", "none", Phase.DONE, Verdict.UNKNOWN, "Nothing was changed: the approval was " + no)),
                List.of(question(no))));

        assertThat(told.getFirst()).contains("rejected by arn:alice: not now");
        assertThat(told.get(2)).contains("plumbline resume push-1", "asks again");
    }

    @Test
    void story_targetThatSaidNothingOfAStack_tellsItsOwnTrouble() {
        RunReport report = new RunReport(
                run(Outcome.FAILED),
                List.of(),
                List.of(new TargetOutcome(DEV, 1, Outcome.FAILED, "settings")),
                new TreeMap<>(),
                List.of(),
                List.of());

        assertThat(Story.of(report)).anyMatch(line -> line.contains("111111111111/eu-west-1: failed: settings"));
    }

    @Test
    void story_targetsThatCouldNotBeLookedInto_areNamedOnceWhetherTheirWaveBeganOrNot() {
        TargetKey north = new TargetKey("111111111111", "eu-north-1");
        RunReport report = new RunReport(
                new Run(
                        "push-1",
                        "push",
                        "refs/heads/main",
                        "0123456789abcdef0123456789abcdef01234567",
                        START,
                        START.plusSeconds(60),
                        Outcome.FAILED,
                        "dev eu-west-1: Could not assume the role of dev.",
                        ""),
                List.of(),
                List.of(
                        new TargetOutcome(DEV, 1, Outcome.STALLED, "Could not assume the role of dev."),
                        new TargetOutcome(north, 2, Outcome.STALLED, "The region is not enabled.")),
                new TreeMap<>(),
                List.of(),
                List.of());

        assertThat(Story.of(report))
                .startsWith(
                        "dev eu-west-1: Could not assume the role of dev.",
                        "111111111111/eu-north-1: stalled: The region is not enabled.")
                .filteredOn(line -> line.contains("Could not assume"))
                .hasSize(1);
    }

    private static RunReport report(@Nullable Outcome outcome, List<Line> lines, List<Question> questions) {
        return new RunReport(run(outcome), lines, List.of(), new TreeMap<>(), questions, List.of());
    }

    private static Run run(@Nullable Outcome outcome) {
        return new Run(
                "push-1",
                "push",
                "refs/heads/main",
                "0123456789abcdef0123456789abcdef01234567",
                START,
                outcome == null ? null : START.plusSeconds(60),
                outcome,
                outcome == Outcome.INVALID ? "environments/dev.yaml:7:3: wrong" : "",
                "");
    }

    private static Question question(@Nullable Answer answer) {
        return new Question(
                "push-1",
                new StackKey(DEV, "network"),
                "a".repeat(64),
                "dev",
                "refs/heads/main",
                "0123456789abcdef0123456789abcdef01234567",
                "removes Vpc",
                "-1",
                START,
                START.plusSeconds(3600),
                false,
                "",
                answer,
                null);
    }

    private static Line line(String stack, String action, Phase phase, Verdict verdict, String reason) {
        return new Line(
                new StackKey(DEV, stack), "dev", 1, phase, action, "", START, Duration.ofSeconds(2), verdict, reason);
    }
}
