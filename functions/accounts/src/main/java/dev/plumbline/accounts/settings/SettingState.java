package dev.plumbline.accounts.settings;

import static java.util.Objects.requireNonNull;

/**
 * How a setting stands.
 *
 * @param name its key in the live repository
 * @param declared its value there
 * @param live its value in the account and region; where it differs, with the resources at fault
 * @param matches whether the two agree
 */
public record SettingState(String name, String declared, String live, boolean matches) {
    /** Checks that nothing is missing. */
    public SettingState {
        requireNonNull(name, "name is null");
        requireNonNull(declared, "declared is null");
        requireNonNull(live, "live is null");
    }
}
