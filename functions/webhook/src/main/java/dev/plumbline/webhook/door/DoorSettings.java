package dev.plumbline.webhook.door;

import static java.util.Objects.requireNonNull;

import dev.plumbline.failure.Stalled;
import java.util.Map;

/**
 * What the door watches. Everything is compared exactly: no patterns, no prefixes.
 *
 * @param repository exact id of the live repository with its provider, {@code github:12345}
 * @param ref full name of the branch that is deployed
 * @param gate what starts a run
 * @param machine ARN of the state machine that a run is an execution of
 * @param plans ARN of the state machine that a plan is an execution of
 * @param account account id of the hub
 */
public record DoorSettings(String repository, String ref, Gate gate, String machine, String plans, String account) {

    /** Checks that nothing is missing. */
    public DoorSettings {
        requireNonNull(repository, "repository is null");
        requireNonNull(ref, "ref is null");
        requireNonNull(gate, "gate is null");
        requireNonNull(machine, "machine is null");
        requireNonNull(plans, "plans is null");
        requireNonNull(account, "account is null");
    }

    /**
     * Reads a function's environment.
     *
     * @throws Stalled when a variable is missing or wrong
     */
    public static DoorSettings from(Map<String, String> environment) {
        return new DoorSettings(
                required(environment, "PLUMBLINE_REPOSITORY_ID"),
                required(environment, "PLUMBLINE_BRANCH"),
                Gate.of(
                        environment.getOrDefault("PLUMBLINE_GATE", "push"),
                        environment.getOrDefault("PLUMBLINE_CIRCLECI_PROJECT", ""),
                        environment.getOrDefault("PLUMBLINE_CIRCLECI_WORKFLOW", "")),
                required(environment, "PLUMBLINE_RECONCILE"),
                required(environment, "PLUMBLINE_PLAN"),
                environment.getOrDefault("PLUMBLINE_HUB_ACCOUNT", ""));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new Stalled("The environment variable " + name + " is missing: deploy template.yaml again");
        }
        return value;
    }
}
