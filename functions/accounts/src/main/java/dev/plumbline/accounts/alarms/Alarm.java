package dev.plumbline.accounts.alarms;

import static java.util.Objects.requireNonNull;

/**
 * An alarm.
 *
 * @param name its name
 * @param actionsEnabled whether its actions are carried out
 * @param actions how many actions it has when it goes off
 */
public record Alarm(String name, boolean actionsEnabled, int actions) {
    /** Checks that nothing is missing. */
    public Alarm {
        requireNonNull(name, "name is null");
    }

    /** Whether anybody hears of it. */
    public boolean heard() {
        return actionsEnabled && actions > 0;
    }
}
