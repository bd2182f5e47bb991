package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is done about the findings of an environment.
 *
 * @param rules the first that holds decides
 * @param otherwise what is done where none holds
 * @param coolDown a finding that returns within this time after it was fixed is worse than it was
 * @param mostPerHour on how many resources of an account a playbook works within an hour before it asks
 * @param expireAfter how long a person may take to decide
 */
public record FindingPolicies(
        List<FindingRule> rules, FindingAction otherwise, Duration coolDown, int mostPerHour, Duration expireAfter) {

    private static final Duration COOL_DOWN = Duration.ofDays(1);
    private static final Duration EXPIRE_AFTER = Duration.ofDays(3);
    private static final int MOST_PER_HOUR = 20;
    private static final List<String> FREE = List.of("dev", "stage");

    /** Copies the rules and checks that nothing is missing. */
    public FindingPolicies {
        rules = List.copyOf(rules);
        requireNonNull(otherwise, "otherwise is null");
        requireNonNull(coolDown, "coolDown is null");
        requireNonNull(expireAfter, "expireAfter is null");
    }

    /**
     * Returns what holds for an environment where nothing is said: in dev and stage findings are fixed, elsewhere a
     * person decides about what can interrupt a service.
     */
    public static FindingPolicies of(String environment) {
        FindingAction otherwise = FREE.contains(environment) ? FindingAction.REMEDIATE : FindingAction.CAREFUL;
        return new FindingPolicies(List.of(), otherwise, COOL_DOWN, MOST_PER_HOUR, EXPIRE_AFTER);
    }

    /** Returns what is done about a finding, and why. */
    public FindingRule rule(String playbook, String type, Severity severity, Map<String, String> tags, Instant now) {
        return rules.stream()
                .filter(rule -> rule.holds(playbook, type, severity, tags, now))
                .findFirst()
                .orElseGet(() -> new FindingRule("", "", null, "", "", otherwise, null, ""));
    }
}
