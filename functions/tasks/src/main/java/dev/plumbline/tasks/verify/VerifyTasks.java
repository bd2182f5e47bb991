package dev.plumbline.tasks.verify;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.probes.Probes;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.settings.LiveSettings;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.blueprint.TemplateReader;
import dev.plumbline.estate.blueprint.TransformRules;
import dev.plumbline.estate.plan.PlannedBlueprint;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.SettingsDigest;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.drift.DriftTasks;
import dev.plumbline.tasks.drift.SecondLook;
import dev.plumbline.tasks.drift.SettingsDrift;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies stacks and settings, and writes the verdict to the ledger. Who only wants to know now is answered without
 * waiting.
 */
public final class VerifyTasks {

    /** A resource's own properties are what they are, save for a moment after a change. */
    private static final int CONFIGURATION_ATTEMPTS = 2;

    /** Health may take minutes to come by itself. With the pauses of the machine, about a quarter of an hour. */
    private static final int HEALTH_ATTEMPTS = 20;

    private final Ledger ledger;
    private final Sessions sessions;
    private final Bucket bucket;
    private final TargetPlans plans;
    private final Binder binder;
    private final DriftTasks drifts;
    private final SecondLook second;
    private final SettingsDrift settings;
    private final Probes probes = new Probes();

    /** Creates the tasks. */
    @Inject
    public VerifyTasks(
            Ledger ledger,
            Sessions sessions,
            Bucket bucket,
            TargetPlans plans,
            Binder binder,
            DriftTasks drifts,
            SecondLook second,
            SettingsDrift settings) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.drifts = requireNonNull(drifts, "drifts is null");
        this.second = requireNonNull(second, "second is null");
        this.settings = requireNonNull(settings, "settings is null");
    }

    /** Does what is asked. */
    public Object run(VerifyInput input) {
        return switch (input) {
            case VerifyInput.VerifyStack stack -> stack(stack);
            case VerifyInput.VerifySettings settings -> settings(settings);
            case VerifyInput.DetectDrift detect -> drifts.detect(detect.target());
            case VerifyInput.ReadDrift read ->
                drifts.look(read.target(), read.pending(), read.drifted(), read.failed());
        };
    }

    private VerifyAnswer stack(VerifyInput.VerifyStack input) {
        Checked checked = checked(input);
        List<Finding> findings = new ArrayList<>(
                new StackChecks(session(input), probes).look(input.stackKey().stackName(), checked.checks()));
        secondLook(input).ifPresent(findings::add);
        VerifyAnswer answer = VerifyAnswer.of(findings);
        int attempts = onlyHealthIsMissing(checked.checks(), findings) ? HEALTH_ATTEMPTS : CONFIGURATION_ATTEMPTS;
        if (!answer.healthy() && input.attemptOrNull() != null && input.attemptOrNull() < attempts) {
            throw new Waiting("Stack " + input.stackKey() + " is not as it should be yet: " + answer.reason());
        }
        String kept = binder.text(new Verified(checked.blueprint(), checked.version(), checked.template(), findings));
        ledger.stacks().verified(input.stackKey(), answer.healthy() ? Verdict.HEALTHY : Verdict.UNHEALTHY, kept);
        return answer;
    }

    /** What was put back is detected again. */
    private Optional<Finding> secondLook(VerifyInput.VerifyStack input) {
        return Optional.ofNullable(input.targetOrNull())
                .filter(Assignment::drift)
                .flatMap(target -> second.at(target, input.stack()))
                .map(left -> new Finding(
                        "drift",
                        "What was changed behind the stack's back is as declared again",
                        input.stackKey().stackName(),
                        "no drift",
                        left.isEmpty() ? "no drift" : left,
                        left.isEmpty()));
    }

    private VerifyAnswer settings(VerifyInput.VerifySettings input) {
        Settings declared = plans.of(input.target()).settings();
        List<Finding> findings = LiveSettings.in(session(input)).compare(declared).stream()
                .map(state -> new Finding(
                        state.name(),
                        "The setting " + state.name() + " is as declared",
                        input.key().toString(),
                        state.declared(),
                        state.live(),
                        state.matches()))
                .toList();
        VerifyAnswer answer = VerifyAnswer.of(findings);
        if (!answer.healthy() && input.attempt() < CONFIGURATION_ATTEMPTS) {
            throw new Waiting("The settings of " + input.key() + " are not as they should be yet: " + answer.reason());
        }
        Verdict verdict = answer.healthy() ? Verdict.HEALTHY : Verdict.UNHEALTHY;
        if (input.target().drift()) {
            settings.settled(input.target(), answer.healthy(), answer.reason());
        }
        ledger.targets().verified(input.key(), SettingsDigest.of(declared), verdict);
        return answer;
    }

    private Session session(VerifyInput input) {
        return sessions.assume(input.key(), Role.VERIFY, input.run().orElse(VerifyInput.BY_HAND));
    }

    private boolean onlyHealthIsMissing(List<Check> checks, List<Finding> findings) {
        Set<String> health = checks.stream()
                .filter(check -> check instanceof Check.Probe probe && probes.comesWithTime(probe.probe()))
                .map(Check::id)
                .collect(Collectors.toSet());
        return findings.stream().filter(finding -> !finding.ok()).allMatch(finding -> health.contains(finding.id()));
    }

    /** In a run the plan tells what to check; else the template whose checks were made last. */
    private Checked checked(VerifyInput.VerifyStack input) {
        if (input.targetOrNull() != null) {
            PlannedBlueprint blueprint =
                    plans.stack(input.targetOrNull(), input.stack()).blueprint();
            TargetPlan target = plans.of(input.targetOrNull());
            List<Check> checks = blueprint.checks().stream()
                    .filter(check -> !LeftToSettings.leaves(check, target))
                    .toList();
            return new Checked(blueprint.name(), blueprint.version(), blueprint.templateDigest(), checks);
        }
        StackRecord record = ledger.stacks().read(input.stackKey());
        if (record.checks().isEmpty()) {
            throw new Stalled("Stack " + input.stackKey() + " was never verified by a run. Deploy it first.");
        }
        Verified before = binder.read(binder.parse(record.checks()), Verified.class);
        return new Checked(before.blueprint(), before.version(), before.template(), checks(before));
    }

    private List<Check> checks(Verified before) {
        byte[] template = bucket.get(RunDocuments.template(before.template()))
                .orElseThrow(() -> new Stalled("The template of blueprint " + before.blueprint()
                        + " is gone from the bucket. Start a run: plumbline reconcile."));
        Problems problems = new Problems();
        String file = before.blueprint() + ".yaml";
        return new TemplateReader(new TransformRules.Any(), problems)
                .read(before.blueprint(), before.version(), file, template)
                .filter(read -> problems.isEmpty())
                .map(Blueprint::checks)
                .orElseThrow(() -> new Stalled("The template of blueprint " + before.blueprint() + " cannot be read: "
                        + problems.all().stream().map(String::valueOf).collect(joining("; "))));
    }

    private record Checked(String blueprint, String version, String template, List<Check> checks) {}
}
