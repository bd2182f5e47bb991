package dev.plumbline.tasks.verify;

import dev.plumbline.estate.Check;
import dev.plumbline.estate.ProbeKind;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.plan.TargetPlan;

/**
 * Which checks of a stack a run leaves to a setting: one that CloudFormation cannot make true, and that the target's
 * setting makes true once all of its stacks stand. The setting is verified on its own then; a person who asks is told
 * of all checks.
 */
final class LeftToSettings {

    private LeftToSettings() {}

    /** Whether a check cannot hold before the target's settings are applied. Only the last wave knows the settings. */
    static boolean leaves(Check check, TargetPlan target) {
        return check instanceof Check.Probe probe
                && probe.probe().equals(ProbeKind.DEFAULT_SECURITY_GROUP_CLOSED.word())
                && (!target.last()
                        || target.settings()
                                .find(Setting.DefaultSecurityGroupClosed.class)
                                .isPresent());
    }
}
