package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.SettingsRecord;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.settings.LiveSettings;
import dev.plumbline.accounts.settings.SettingState;
import dev.plumbline.estate.Settings;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.SettingsDigest;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.provision.ProvisionAnswer.Done;
import jakarta.inject.Inject;

/** Sets what CloudFormation has no type for. What is so already is left alone. */
public final class SettingsTask {

    private final Ledger ledger;
    private final Sessions sessions;
    private final TargetPlans plans;

    /** Creates the task. */
    @Inject
    public SettingsTask(Ledger ledger, Sessions sessions, TargetPlans plans) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
    }

    /** Applies the target's settings; whether they hold is for verification to say. */
    Done apply(ProvisionInput.ApplySettings input) {
        Assignment target = input.target();
        Settings declared = plans.of(target).settings();
        ledger.targets().put(target.target(), new SettingsRecord(SettingsDigest.of(declared), Verdict.UNKNOWN));
        Session session = sessions.assume(target.target(), Role.PROVISION, target.run());
        long held = LiveSettings.in(session).apply(declared).stream()
                .filter(SettingState::matches)
                .count();
        return new Done(held + " of " + declared.all().size() + " settings are as declared");
    }
}
