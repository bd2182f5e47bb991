package dev.plumbline.tasks.drift;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.settings.LiveSettings;
import dev.plumbline.accounts.settings.SettingState;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.SettingsDigest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;

/** Looks whether the settings of a target are still what they were set to. */
public final class SettingsDrift {

    private final Ledger ledger;
    private final Sessions sessions;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public SettingsDrift(Ledger ledger, Sessions sessions, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What came of it.
     *
     * @param applies whether settings are to be applied
     * @param asks whether a person has to decide who was not asked before
     */
    record Found(boolean applies, boolean asks) {

        private static final Found NOTHING = new Found(false, false);
    }

    /** Looks, and notes what was found. Settings that were not applied yet are applied, and no drift. */
    Found look(Assignment target, TargetPlan plan, TargetState state) {
        Settings declared = plan.settings();
        if (declared.isEmpty()) {
            return Found.NOTHING;
        }
        boolean applied = state.settings()
                .filter(record -> record.digest().equals(SettingsDigest.of(declared)))
                .isPresent();
        if (!applied) {
            return new Found(true, false);
        }
        if (plan.drift() == Drift.IGNORE) {
            return Found.NOTHING;
        }
        List<DriftEntry> entries =
                LiveSettings.in(sessions.assume(target.target(), Role.VERIFY, target.run())).compare(declared).stream()
                        .filter(setting -> !setting.matches())
                        .map(SettingsDrift::entry)
                        .toList();
        if (entries.isEmpty()) {
            forget(target);
            return Found.NOTHING;
        }
        DriftRecord found = ledger.drifts()
                .found(
                        target.run(),
                        target.target(),
                        target.environment(),
                        DriftRecord.SETTINGS,
                        entries,
                        clock.instant());
        return decided(target.reverts().contains(found.digest()) ? Drift.REVERT : plan.drift(), found);
    }

    /** Notes what became of drift that this run was to put back. */
    public void settled(Assignment target, boolean healthy, String reason) {
        ledger.drifts()
                .ofRun(target.run(), target.target(), DriftRecord.SETTINGS)
                .filter(record -> record.state() == DriftState.REVERTING)
                .ifPresent(record ->
                        ledger.drifts().become(record, healthy ? DriftState.REVERTED : DriftState.FAILED, reason));
    }

    private Found decided(Drift policy, DriftRecord found) {
        return switch (policy) {
            case REVERT -> {
                ledger.drifts().become(found, DriftState.REVERTING, "");
                yield new Found(true, false);
            }
            case ASK -> {
                ledger.drifts().become(found, DriftState.ASKED, "The policy asks.");
                yield new Found(false, !found.told());
            }
            case REPORT -> {
                ledger.drifts().become(found, DriftState.REPORTED, "");
                yield Found.NOTHING;
            }
            case IGNORE -> Found.NOTHING;
        };
    }

    private void forget(Assignment target) {
        ledger.drifts().of(target.target()).stream()
                .filter(record -> record.subject().equals(DriftRecord.SETTINGS))
                .filter(record -> record.state().open())
                .forEach(record -> ledger.drifts().become(record, DriftState.GONE, "It is as declared again."));
    }

    private static DriftEntry entry(SettingState setting) {
        return new DriftEntry(setting.name(), "", "", DriftEntry.Kind.CHANGED, "", setting.declared(), setting.live());
    }
}
