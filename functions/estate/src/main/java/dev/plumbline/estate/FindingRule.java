package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is done about findings of a kind.
 *
 * @param playbook only those that this playbook is for; empty for any
 * @param type only those of this type, where {@code *} stands for anything; empty for any
 * @param severityOrNull only those at least as bad, or null for any
 * @param tagKey only those on a resource with this tag; empty for any
 * @param tagValue the value of that tag
 * @param action what is done
 * @param untilOrNull the last day on which the rule holds, in UTC, or null for always
 * @param reason why, for people
 */
public record FindingRule(
        String playbook,
        String type,
        @Nullable Severity severityOrNull,
        String tagKey,
        String tagValue,
        FindingAction action,
        @Nullable LocalDate untilOrNull,
        String reason) {

    /** Checks that nothing is missing. */
    public FindingRule {
        requireNonNull(playbook, "playbook is null");
        requireNonNull(type, "type is null");
        requireNonNull(tagKey, "tagKey is null");
        requireNonNull(tagValue, "tagValue is null");
        requireNonNull(action, "action is null");
        requireNonNull(reason, "reason is null");
    }

    /** Returns the last day on which it holds, or nothing for always. */
    public Optional<LocalDate> until() {
        return Optional.ofNullable(untilOrNull);
    }

    /**
     * Whether it is about a finding.
     *
     * @param onPlaybook the playbook for the finding; empty where there is none
     * @param ofType what its source calls it
     * @param tags the tags of its resource, as far as they are known
     */
    public boolean holds(String onPlaybook, String ofType, Severity severity, Map<String, String> tags, Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return until().map(last -> !today.isAfter(last)).orElse(true)
                && (playbook.isEmpty() || playbook.equals(onPlaybook))
                && (type.isEmpty() || pattern().matcher(ofType).matches())
                && (severityOrNull == null || severity.compareTo(severityOrNull) >= 0)
                && (tagKey.isEmpty() || tagValue.equals(tags.get(tagKey)));
    }

    private Pattern pattern() {
        return Pattern.compile(Pattern.quote(type).replace("*", "\\E.*\\Q"));
    }
}
