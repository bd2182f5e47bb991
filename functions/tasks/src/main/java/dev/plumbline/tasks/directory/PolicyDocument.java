package dev.plumbline.tasks.directory;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.FindingAction;
import dev.plumbline.estate.FindingPolicies;
import dev.plumbline.estate.FindingRule;
import dev.plumbline.estate.Severity;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * What is done about findings, as it is stored.
 *
 * @param rules the first that holds decides
 * @param otherwise what is done where none holds
 * @param coolDownSeconds when a finding that returns is worse
 * @param mostPerHour when a playbook asks
 * @param expireSeconds how long a person may take
 */
public record PolicyDocument(
        List<Rule> rules, String otherwise, long coolDownSeconds, int mostPerHour, long expireSeconds) {

    /** Copies the rules and checks that nothing is missing. */
    public PolicyDocument {
        rules = List.copyOf(rules);
        requireNonNull(otherwise, "otherwise is null");
    }

    /** A rule, with empty texts for what it does not say. */
    record Rule(
            String playbook,
            String type,
            String severity,
            String tagKey,
            String tagValue,
            String action,
            String until,
            String reason) {

        static Rule of(FindingRule rule) {
            return new Rule(
                    rule.playbook(),
                    rule.type(),
                    rule.severityOrNull() == null ? "" : rule.severityOrNull().word(),
                    rule.tagKey(),
                    rule.tagValue(),
                    rule.action().word(),
                    rule.until().map(LocalDate::toString).orElse(""),
                    rule.reason());
        }

        FindingRule read() {
            return new FindingRule(
                    playbook,
                    type,
                    Severity.of(severity).orElse(null),
                    tagKey,
                    tagValue,
                    FindingAction.of(action).orElseThrow(),
                    until.isEmpty() ? null : LocalDate.parse(until),
                    reason);
        }
    }

    /** Returns how policies are stored. */
    public static PolicyDocument of(FindingPolicies policies) {
        return new PolicyDocument(
                policies.rules().stream().map(Rule::of).toList(),
                policies.otherwise().word(),
                policies.coolDown().toSeconds(),
                policies.mostPerHour(),
                policies.expireAfter().toSeconds());
    }

    /** Returns the policies. */
    public FindingPolicies read() {
        return new FindingPolicies(
                rules.stream().map(Rule::read).toList(),
                FindingAction.of(otherwise).orElseThrow(),
                Duration.ofSeconds(coolDownSeconds),
                mostPerHour,
                Duration.ofSeconds(expireSeconds));
    }
}
