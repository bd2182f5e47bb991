package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetNote;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.accounts.requests.RequestKind;
import dev.plumbline.cli.follow.RunReport;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunPrinterTest {

    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final RunPrinter printer = printer(false);

    @Test
    void done_healthyStack_isOneLineUnderItsWave() {
        printer.done(line("network", "create", "+24 ~0 -0", Verdict.HEALTHY, ""));
        printer.done(line("alarms", "none", "", Verdict.UNKNOWN, ""));

        assertThat(out.toString(UTF_8)).isEqualTo("""
                wave 2
                  dev              eu-west-1    network            create   +24 ~0 -0         2.3 s  healthy
                  dev              eu-west-1    alarms             none                       2.3 s  unchanged
                """);
    }

    @Test
    void done_failedStack_saysWhy() {
        printer.done(line("network", "update", "+0 ~1 -0", Verdict.UNKNOWN, "Subnet: no free address\nrolled back"));

        assertThat(out.toString(UTF_8)).contains("not verified\n      Subnet: no free address\n      rolled back\n");
    }

    @Test
    void done_stackWhoseTurnDidNotCome_isNotCalledUnchanged() {
        printer.done(line("app", "none", "", Verdict.UNKNOWN, "needs network, which failed"));

        assertThat(out.toString(UTF_8)).contains("not touched\n      needs network, which failed\n");
    }

    @Test
    void working_noTerminal_printsNothing() {
        printer.working(List.of(line("network", "create", "", Verdict.UNKNOWN, "")));

        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void working_terminal_leavesNoTrace() {
        RunPrinter terminal = printer(true);
        terminal.working(List.of(line("network", "create", "", Verdict.UNKNOWN, "")));
        terminal.working(List.of());

        assertThat(err.toString(UTF_8)).contains("dev network: done").endsWith("\r\u001b[K");
    }

    @Test
    void summary_deployed_countsStacksAndRequests() {
        RequestCounts counts = new RequestCounts(new TreeMap<>(Map.of(
                new RequestKind(Purpose.CHANGE, "CloudFormation", "CreateChangeSet"),
                3L,
                new RequestKind(Purpose.SESSION, "STS", "AssumeRole"),
                1L)));
        printer.summary(report(Outcome.DEPLOYED, "", counts));

        assertThat(out.toString(UTF_8)).isEqualTo("""

                deployed after 12.5 s
                  1 stack in 1 target, 1 changed, 1 verified healthy
                  4 requests to AWS: 3 to change, 1 to sign in
                  run push-1, commit 0123456789ab
                """);
    }

    @Test
    void summary_failed_saysWhichTargetAndWhy() {
        RunReport report = report(Outcome.FAILED, "one target failed", RequestCounts.none());
        printer.summary(report);

        assertThat(report.good()).isFalse();
        assertThat(out.toString(UTF_8))
                .contains("111111111111/eu-west-1: failed: it broke")
                .contains("failed after 12.5 s: one target failed");
    }

    @Test
    void summary_targetOfWhichThereIsMoreToSay_saysIt() {
        RunReport plain = report(Outcome.DEPLOYED, "", RequestCounts.none());
        printer.summary(new RunReport(
                plain.run(),
                plain.lines(),
                plain.outcomes(),
                plain.requests(),
                plain.questions(),
                List.of(new TargetNote(DEV, "silence", "No event arrives."))));

        assertThat(out.toString(UTF_8)).contains("111111111111/eu-west-1: No event arrives.");
    }

    private RunPrinter printer(boolean terminal) {
        return new RunPrinter(
                new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), terminal));
    }

    private static RunReport report(Outcome outcome, String reason, RequestCounts counts) {
        Run run = new Run(
                "push-1",
                "push",
                "refs/heads/main",
                "0123456789abcdef0123456789abcdef01234567",
                START,
                START.plusMillis(12_500),
                outcome,
                reason,
                "");
        return new RunReport(
                run,
                List.of(line("network", "create", "+24 ~0 -0", Verdict.HEALTHY, "")),
                List.of(new TargetOutcome(DEV, 2, outcome, outcome.good() ? "" : "it broke")),
                new TreeMap<>(Map.of(DEV, counts)),
                List.of(),
                List.of());
    }

    private static Line line(String stack, String action, String changes, Verdict verdict, String reason) {
        return new Line(
                new StackKey(DEV, stack),
                "dev",
                2,
                Phase.DONE,
                action,
                changes,
                START,
                Duration.ofMillis(2340),
                verdict,
                reason);
    }
}
