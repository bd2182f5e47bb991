package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.SettingsRecord;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.settings.LiveSettings;
import dev.plumbline.accounts.settings.SettingState;
import dev.plumbline.estate.Settings;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.SettingsDigest;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.provision.ProvisionAnswer.Done;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sets what CloudFormation has no type for. What is so already is left alone. */
public final class SettingsTask {

    private final Ledger ledger;
    private final Sessions sessions;
    private final TargetPlans plans;
    private final InstantSource clock;

    /** Creates the task. */
    @Inject
    public SettingsTask(Ledger ledger, Sessions sessions, TargetPlans plans, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Applies the target's settings; whether they hold is for verification to say.
     *
     * @throws Stalled where a person was asked about them and has not approved
     */
    Done apply(ProvisionInput.ApplySettings input) {
        Assignment target = input.target();
        Settings declared = plans.of(target).settings();
        Optional<DriftRecord> asked = target.drift()
                ? ledger.drifts()
                        .ofRun(target.run(), target.target(), DriftRecord.SETTINGS)
                        .filter(found -> found.asker().equals(target.run()))
                : Optional.empty();
        asked.ifPresent(found -> approved(target, found));
        Settings wanted = asked.map(found -> among(declared, found)).orElse(declared);
        ledger.targets()
                .put(
                        target.target(),
                        new SettingsRecord(
                                SettingsDigest.of(declared), Verdict.UNKNOWN, target.run(), clock.instant()));
        Session session = sessions.assume(target.target(), Role.PROVISION, target.run());
        long held = LiveSettings.in(session).apply(wanted).stream()
                .filter(SettingState::matches)
                .count();
        return new Done(held + " of " + wanted.all().size() + " settings are as declared");
    }

    /** What was approved is put back, and nothing that somebody has changed since. */
    private static Settings among(Settings declared, DriftRecord found) {
        Set<String> names = found.entries().stream().map(DriftEntry::resource).collect(Collectors.toSet());
        return new Settings(declared.all().stream()
                .filter(setting -> names.contains(setting.key()))
                .toList());
    }

    /** The ledger is what counts, not what the machine says. */
    private void approved(Assignment target, DriftRecord found) {
        boolean approved = ledger.questions().of(target.run(), target.stack(DriftRecord.SETTINGS)).stream()
                .anyMatch(question -> question.drift().equals(found.digest()) && question.approved());
        if (!approved) {
            throw new Stalled("Nobody has approved that the settings of " + target.target()
                    + " are put back. `plumbline drift show` says what is asked.");
        }
        ledger.drifts().become(found, DriftState.REVERTING, "");
    }
}
