package dev.plumbline.tasks.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Check;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.TargetPlan;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LeftToSettingsTest {

    private static final Settings CLOSED = new Settings(List.of(new Setting.DefaultSecurityGroupClosed()));

    @Test
    void leaves_probeThatTheSettingMakesTrue_isLeft() {
        assertThat(LeftToSettings.leaves(probe("default-security-group-closed"), plan(true, CLOSED)))
                .isTrue();
    }

    @Test
    void leaves_laterWaveMayHoldTheSetting_isLeft() {
        assertThat(LeftToSettings.leaves(probe("default-security-group-closed"), plan(false, Settings.none())))
                .isTrue();
    }

    @Test
    void leaves_settingNotDeclared_isChecked() {
        assertThat(LeftToSettings.leaves(probe("default-security-group-closed"), plan(true, Settings.none())))
                .isFalse();
    }

    @Test
    void leaves_otherProbe_isChecked() {
        assertThat(LeftToSettings.leaves(probe("nat-gateways-available"), plan(true, CLOSED)))
                .isFalse();
    }

    private static Check probe(String name) {
        return new Check.Probe("id", "It is so", name, new TreeMap<>());
    }

    private static TargetPlan plan(boolean last, Settings settings) {
        TargetKey target = new TargetKey("111111111111", "eu-west-1");
        return new TargetPlan(
                "0".repeat(40), 1, "dev", target, List.of(), last, new TreeSet<>(), settings, Drift.REVERT);
    }
}
