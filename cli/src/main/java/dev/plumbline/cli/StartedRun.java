package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.follow.RunFollower;
import dev.plumbline.cli.follow.RunReport;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A run that a person has started, or waits for.
 *
 * @param deployment where it runs
 * @param id its id
 */
record StartedRun(Deployment deployment, String id) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofDays(7);

    StartedRun {
        requireNonNull(deployment, "deployment is null");
        requireNonNull(id, "id is null");
    }

    /** Returns an id that no run has. */
    static String newId() {
        return "person-" + STAMP.format(Instant.now()) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Starts a run of the branch's head. */
    static StartedRun now(Deployment deployment, String reason) {
        String run = newId();
        deployment.reconcile(run, reason);
        return new StartedRun(deployment, run);
    }

    /**
     * Starts a run that reconciles targets at the revision that was deployed there last.
     *
     * @param reverts digests of drift that is put back whatever the policy says
     */
    static StartedRun of(Deployment deployment, String reason, List<TargetKey> targets, List<String> reverts) {
        String run = newId();
        deployment.reconcile(run, reason, targets, reverts);
        return new StartedRun(deployment, run);
    }

    /** Follows it to its end, unless that is not wanted; returns what the command ends with. */
    int follow(boolean wanted, Console console) {
        if (!wanted) {
            console.line("started " + id + ", shown by: ./plumbline run " + id);
            return 0;
        }
        RunPrinter printer = new RunPrinter(console);
        RunReport report = new RunFollower(deployment, PAUSE).follow(id, PATIENCE, printer);
        printer.summary(report);
        return report.good() ? 0 : 1;
    }
}
