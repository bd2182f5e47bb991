package dev.plumbline.estate.rules;

import dev.plumbline.estate.FindingAction;
import dev.plumbline.estate.FindingPolicies;
import dev.plumbline.estate.FindingRule;
import dev.plumbline.estate.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is softer in one policy for findings than in another: what lets more of them pass. Rules count in their order,
 * as the first that holds decides.
 */
final class FindingSoftenings {

    private FindingSoftenings() {}

    static List<Softening> of(String environment, FindingPolicies before, FindingPolicies after) {
        String what = "findings of " + environment;
        List<Softening> softened = new ArrayList<>();
        after.rules().stream()
                .filter(rule -> hides(rule.action()) && !before.rules().contains(rule))
                .forEach(rule -> softened.add(new Softening(what, "no such rule", told(rule))));
        before.rules().stream()
                .filter(rule -> !hides(rule.action()) && !after.rules().contains(rule))
                .forEach(rule -> softened.add(new Softening(what, told(rule), "no such rule")));
        if (!common(before, after).equals(common(after, before))) {
            softened.add(new Softening(what, "the order of its rules", "another"));
        }
        if (after.otherwise().compareTo(before.otherwise()) > 0) {
            softened.add(new Softening(
                    what + " that no rule is about",
                    before.otherwise().word(),
                    after.otherwise().word()));
        }
        return softened;
    }

    private static boolean hides(FindingAction action) {
        return action == FindingAction.REPORT || action == FindingAction.SUPPRESS;
    }

    private static List<FindingRule> common(FindingPolicies of, FindingPolicies with) {
        return of.rules().stream().filter(with.rules()::contains).toList();
    }

    private static String told(FindingRule rule) {
        String about = Stream.of(
                        rule.type(),
                        rule.playbook(),
                        Optional.ofNullable(rule.severityOrNull())
                                .map(Severity::word)
                                .orElse(""),
                        rule.tagKey().isEmpty() ? "" : rule.tagKey() + "=" + rule.tagValue(),
                        rule.until()
                                .map(LocalDate::toString)
                                .map("until "::concat)
                                .orElse(""))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.joining(", "));
        return rule.action().word() + (about.isEmpty() ? " all" : " " + about);
    }
}
