package dev.plumbline.accounts.alarms;

import static java.util.Objects.requireNonNull;

/**
 * An alarm.
 *
 * @param name its name
 * @param actionsEnabled whether its actions are carried out
 * @param actions how many actions it has when it goes off
 * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 */
public record Alarm(String name, boolean actionsEnabled, int actions, String state) {
    /** Checks that nothing is missing. */
    public Alarm {
        requireNonNull(name, "name is null");
        requireNonNull(state, "state is null");
    }

    /** Whether anybody hears of it. */
    public boolean heard() {
        return actionsEnabled && actions > 0;
    }
}
