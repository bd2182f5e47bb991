package dev.plumbline.estate.read;

import dev.plumbline.estate.FindingAction;
import dev.plumbline.estate.FindingPolicies;
import dev.plumbline.estate.FindingRule;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Severity;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one place states of findings; null where it leaves something to the place around it.
 *
 * @param rules what is done about findings of a kind
 * @param otherwise what is done about all others
 * @param coolDown when a finding that returns is worse than it was
 * @param mostPerHour when a playbook asks
 * @param expireAfter how long a person may take
 */
record FindingRules(
        List<FindingRule> rules,
        @Nullable FindingAction otherwise,
        @Nullable Duration coolDown,
        @Nullable Integer mostPerHour,
        @Nullable Duration expireAfter) {

    /** States nothing. */
    static final FindingRules NONE = new FindingRules(List.of(), null, null, null, null);

    private static final int MOST_RULES = 200;
    private static final int MOST_PER_HOUR = 10_000;

    /** Reads the key {@code findings} of {@code plumbline.yaml} or of an environment. */
    static FindingRules read(Fields of, Problems problems) {
        Optional<Node.Entries> mapping = of.mapping("findings");
        if (mapping.isEmpty()) {
            return NONE;
        }
        Fields fields = new Fields(mapping.get(), "findings", problems);
        FindingAction otherwise = fields.text("action")
                .flatMap(word -> action(word, false, problems))
                .orElse(null);
        Duration coolDown = Expiry.read(fields, "cool-down", problems).orElse(null);
        Duration expireAfter = Expiry.read(fields, "expire-after", problems).orElse(null);
        Integer mostPerHour = new Numbers(problems)
                .take(fields, "most-per-hour", 1, MOST_PER_HOUR)
                .orElse(null);
        List<FindingRule> rules =
                fields.list("rules").map(list -> rules(list, problems)).orElse(List.of());
        fields.finish();
        return new FindingRules(rules, otherwise, coolDown, mostPerHour, expireAfter);
    }

    /** Returns what holds for an environment: its own rules go before those around them. */
    FindingPolicies within(FindingRules around, String environment) {
        FindingPolicies unsaid = FindingPolicies.of(environment);
        return new FindingPolicies(
                Stream.concat(rules.stream(), around.rules.stream()).toList(),
                first(otherwise, around.otherwise, unsaid.otherwise()),
                first(coolDown, around.coolDown, unsaid.coolDown()),
                first(mostPerHour, around.mostPerHour, unsaid.mostPerHour()),
                first(expireAfter, around.expireAfter, unsaid.expireAfter()));
    }

    private static <T> T first(@Nullable T own, @Nullable T around, T unsaid) {
        return own != null ? own : around != null ? around : unsaid;
    }

    private static List<FindingRule> rules(Node.Items list, Problems problems) {
        if (list.all().size() > MOST_RULES) {
            problems.add(
                    list.position(),
                    ProblemCode.TOO_LARGE,
                    "there are " + list.all().size() + " rules",
                    "at most " + MOST_RULES);
            return List.of();
        }
        List<FindingRule> rules = new ArrayList<>();
        for (Node item : list.all()) {
            Fields.mapping(item, "a rule", problems)
                    .flatMap(mapping -> rule(new Fields(mapping, "a rule", problems), problems))
                    .ifPresent(rules::add);
        }
        return rules;
    }

    private static Optional<FindingRule> rule(Fields fields, Problems problems) {
        String playbook = fields.text("playbook").map(Node.Scalar::text).orElse("");
        String type = fields.text("type").map(Node.Scalar::text).orElse("");
        Severity severity = fields.text("severity")
                .flatMap(word -> severity(word, problems))
                .orElse(null);
        String[] tag = fields.text("tag").flatMap(text -> tag(text, problems)).orElseGet(() -> new String[] {"", ""});
        Optional<FindingAction> action = fields.requireText("action", "such as remediate, ask or suppress")
                .flatMap(word -> action(word, true, problems));
        boolean suppresses = action.filter(FindingAction.SUPPRESS::equals).isPresent();
        LocalDate until = (suppresses
                        ? fields.requireText(
                                "until", "the last day, such as 2027-01-31: nothing is suppressed for ever")
                        : fields.text("until"))
                .flatMap(text -> date(text, problems))
                .orElse(null);
        String reason = (suppresses
                        ? fields.requireText("reason", "why this is no matter, for those who read it later")
                        : fields.text("reason"))
                .map(Node.Scalar::text)
                .orElse("");
        fields.finish();
        return action.map(does -> new FindingRule(playbook, type, severity, tag[0], tag[1], does, until, reason));
    }

    private static Optional<FindingAction> action(Node.Scalar word, boolean ofRule, Problems problems) {
        List<String> allowed = Arrays.stream(FindingAction.values())
                .filter(action -> ofRule || action != FindingAction.SUPPRESS)
                .map(FindingAction::word)
                .toList();
        if (!allowed.contains(word.text())) {
            wrong(word, "action", allowed, problems);
            return Optional.empty();
        }
        return FindingAction.of(word.text());
    }

    private static Optional<Severity> severity(Node.Scalar word, Problems problems) {
        Optional<Severity> severity = Severity.of(word.text());
        if (severity.isEmpty()) {
            wrong(
                    word,
                    "severity",
                    Arrays.stream(Severity.values()).map(Severity::word).toList(),
                    problems);
        }
        return severity;
    }

    private static Optional<String[]> tag(Node.Scalar text, Problems problems) {
        int equals = text.text().indexOf('=');
        if (equals < 1) {
            problems.add(
                    text.position(),
                    ProblemCode.WRONG_VALUE,
                    "\"" + text.text() + "\" is no tag",
                    "such as team=payments");
            return Optional.empty();
        }
        return Optional.of(
                new String[] {text.text().substring(0, equals), text.text().substring(equals + 1)});
    }

    /** Returns a date, or reports that it is none. */
    static Optional<LocalDate> date(Node.Scalar text, Problems problems) {
        try {
            return Optional.of(LocalDate.parse(text.text()));
        } catch (DateTimeException notADate) {
            problems.add(
                    text.position(),
                    ProblemCode.WRONG_VALUE,
                    "\"" + text.text() + "\" is not a date",
                    "year, month and day, such as 2027-01-31");
            return Optional.empty();
        }
    }

    private static void wrong(Node.Scalar word, String key, List<String> allowed, Problems problems) {
        problems.add(
                word.position(),
                ProblemCode.WRONG_VALUE,
                key + " is one of " + String.join(", ", allowed) + ", not " + word.text(),
                Suggestion.closest(word.text(), allowed)
                        .map(close -> "did you mean " + close + "?")
                        .orElse(""));
    }
}
