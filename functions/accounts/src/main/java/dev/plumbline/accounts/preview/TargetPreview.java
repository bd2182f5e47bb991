package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What would happen in one account and region in one wave.
 *
 * @param environment name of the environment
 * @param account account id
 * @param region region
 * @param wave number of the wave
 * @param stacks its stacks to which something would happen, in order
 * @param settings its settings that would change
 * @param failure why nothing could be told; empty where it could
 */
public record TargetPreview(
        String environment,
        String account,
        String region,
        int wave,
        List<StackPreview> stacks,
        List<ValueDiff> settings,
        String failure) {

    /** Checks that nothing is missing and copies the lists. */
    public TargetPreview {
        requireNonNull(environment, "environment is null");
        requireNonNull(account, "account is null");
        requireNonNull(region, "region is null");
        requireNonNull(failure, "failure is null");
        stacks = List.copyOf(stacks);
        settings = List.copyOf(settings);
    }

    /** Whether nothing would happen there. */
    public boolean quiet() {
        return stacks.isEmpty() && settings.isEmpty() && failure.isEmpty();
    }
}
