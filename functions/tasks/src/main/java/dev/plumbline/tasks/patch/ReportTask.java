package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.notices.Notice;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.PatchableStack;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Ends a run of patching, and tells people on the topic patching; where there was nothing to tell, it is silent. */
final class ReportTask {

    private static final int TOLD = 200;

    private final Ledger ledger;
    private final Directories directories;
    private final Branch branch;
    private final Notices notices;
    private final PatchAudience audience;
    private final Binder binder;
    private final InstantSource clock;

    @Inject
    ReportTask(
            Ledger ledger,
            Directories directories,
            Branch branch,
            Notices notices,
            PatchAudience audience,
            Binder binder,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.notices = requireNonNull(notices, "notices is null");
        this.audience = requireNonNull(audience, "audience is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    PatchAnswer.Done report(PatchInput.Report input) {
        String reason = MachineFailure.reason(input.failureOrNull(), input.reason());
        List<Patch> patches = input.outcome().equals("nothing") ? List.of() : patches(input);
        boolean applied = patches.stream().anyMatch(patch -> patch.run().equals(input.run()));
        Outcome outcome =
                input.outcome().equals("failed") ? Outcome.FAILED : applied ? Outcome.DEPLOYED : Outcome.UNCHANGED;
        ledger.runs().end(input.run(), outcome, reason, clock.instant());
        List<Patch> told = patches.stream()
                .filter(patch -> patch.run().equals(input.run()) || patch.status() == PatchStatus.REPORTED)
                .toList();
        boolean silent = input.input().dryRun() || (outcome == Outcome.UNCHANGED && told.isEmpty());
        if (!silent) {
            tell(input, outcome, reason, told);
        }
        return new PatchAnswer.Done(outcome.good() ? "patched" : "failed", reason);
    }

    private List<Patch> patches(PatchInput.Report input) {
        Collection<TargetKey> targets = new TreeSet<>();
        for (PatchableStack stack : directories.deployed(branch.ref()).patchable()) {
            stack.targets().stream().filter(input.input()::means).forEach(targets::add);
        }
        return ledger.patches().of(targets).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private void tell(PatchInput.Report input, Outcome outcome, String reason, List<Patch> told) {
        String kind = switch (outcome) {
            case DEPLOYED -> "patching-done";
            case UNCHANGED -> "patching-told";
            default -> "patching-failed";
        };
        Notice.Severity severity = switch (outcome) {
            case DEPLOYED -> Notice.Severity.INFO;
            case UNCHANGED -> Notice.Severity.WARNING;
            default -> Notice.Severity.ERROR;
        };
        List<String> environments =
                told.stream().map(Patch::environment).distinct().toList();
        String environment = environments.size() == 1 ? environments.getFirst() : "all";
        String lines = told.stream().limit(TOLD).map(ReportTask::line).collect(Collectors.joining("\n"));
        PatchDocument document = PatchDocument.of(kind, audience.organization(), input.run(), reason, told);
        String why = reason.isEmpty() ? "" : reason + "\n";
        notices.publish(
                audience.topic(),
                new Notice(
                        audience.organization() + ": " + heading(outcome, told.size()) + " in " + environment,
                        why + lines + "\nAll of it: plumbline patches\n\n" + binder.text(document),
                        environment,
                        severity,
                        kind));
    }

    private static String heading(Outcome outcome, int count) {
        return switch (outcome) {
            case DEPLOYED -> count + (count == 1 ? " patch applied" : " patches applied");
            case UNCHANGED -> count + " to know of before the next window";
            default -> "patching went wrong";
        };
    }

    private static String line(Patch patch) {
        String reason = patch.reason().isEmpty() ? "" : ": " + patch.reason();
        return "- %s %s: %s, %s -> %s: %s%s"
                .formatted(
                        patch.environment(),
                        patch.stack().stack(),
                        patch.says(),
                        patch.from(),
                        patch.to(),
                        patch.status().label(),
                        reason);
    }
}
