package dev.plumbline.tasks.drift;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.changes.ChangesDigest;
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
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.approve.DriftConsent;
import dev.plumbline.tasks.approve.DriftConsents;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.HalfWay;
import dev.plumbline.tasks.assignment.SettingsDigest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks whether the settings of a target are still what they were set to. */
public final class SettingsDrift {

    private static final String WHY = "It is not put back by itself, because the policy of the environment asks";

    private final Ledger ledger;
    private final Sessions sessions;
    private final DriftConsents consents;
    private final Culprits culprits;
    private final HalfWay halfWay;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public SettingsDrift(
            Ledger ledger,
            Sessions sessions,
            DriftConsents consents,
            Culprits culprits,
            HalfWay halfWay,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.consents = requireNonNull(consents, "consents is null");
        this.culprits = requireNonNull(culprits, "culprits is null");
        this.halfWay = requireNonNull(halfWay, "halfWay is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What came of it.
     *
     * @param applies whether settings are to be applied
     * @param questionOrNull what a person is to be asked first, or null
     */
    record Found(boolean applies, @Nullable Asked questionOrNull) {

        private static final Found NOTHING = new Found(false, null);
        private static final Found APPLIES = new Found(true, null);
    }

    /**
     * Looks, and notes what was found. Settings that were not applied yet are applied, and no drift; those of a push
     * that has not come to its end here are left to it.
     */
    Found look(Assignment target, TargetPlan plan, TargetState state) {
        Settings declared = plan.settings();
        if (declared.isEmpty()) {
            return Found.NOTHING;
        }
        boolean applied = state.settings()
                .filter(record -> record.digest().equals(SettingsDigest.of(declared)))
                .isPresent();
        if (!applied) {
            boolean left = state.settings()
                    .flatMap(record -> halfWay.commit(target, record.run(), record.appliedAt()))
                    .isPresent();
            return left ? Found.NOTHING : Found.APPLIES;
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
        culprits.look(target, found);
        return switch (target.reverts().contains(found.digest()) ? Drift.REVERT : plan.drift()) {
            case REVERT -> {
                ledger.drifts().become(found, DriftState.REVERTING, "");
                yield Found.APPLIES;
            }
            case ASK -> asked(target, SettingsDigest.of(declared), found);
            case REPORT -> {
                ledger.drifts().become(found, DriftState.REPORTED, "");
                yield Found.NOTHING;
            }
            case IGNORE -> Found.NOTHING;
        };
    }

    /** Notes what became of drift that this run was to put back. */
    public void settled(Assignment target, boolean healthy, String reason) {
        ledger.drifts()
                .ofRun(target.run(), target.target(), DriftRecord.SETTINGS)
                .filter(record -> record.state() == DriftState.REVERTING)
                .ifPresent(record ->
                        ledger.drifts().become(record, healthy ? DriftState.REVERTED : DriftState.FAILED, reason));
    }

    /** The policy of an environment asks about settings in the way of a stack's. */
    private Found asked(Assignment target, String declared, DriftRecord found) {
        Asked question = Asked.aboutDrift(
                ChangesDigest.of(declared + found.digest(), List.of()),
                found,
                WHY,
                "~" + found.entries().size(),
                Policies.DEFAULT.approvalsExpireAfter().toSeconds());
        return switch (consents.to(target.run(), target.stack(DriftRecord.SETTINGS), found, question)) {
            case DriftConsent.Given _ -> Found.APPLIES;
            case DriftConsent.Refused(String reason) -> {
                ledger.drifts().become(found, DriftState.REJECTED, reason);
                yield Found.NOTHING;
            }
            case DriftConsent.Needed(Asked needed) -> {
                ledger.drifts().asks(found, target.run(), WHY);
                yield new Found(false, needed);
            }
            case DriftConsent.Elsewhere(DriftState state, String reason) -> {
                ledger.drifts().become(found, state, reason);
                yield Found.NOTHING;
            }
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
