package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether rules of AWS Config are there and active. */
final class RulesInPlace implements Probe {

    @Override
    public String name() {
        return "rules-in-place";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("RuleNames");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        SortedSet<String> missing = new TreeSet<>(arguments.texts("RuleNames"));
        String wanted = missing.size() + " rules are active";
        Calls.in(session).ask(Call.of(Operation.DESCRIBE_RULES)).orElse(Answer.nothing()).items("ConfigRules").stream()
                .filter(rule -> rule.text("ConfigRuleState").equals("ACTIVE"))
                .forEach(rule -> missing.remove(rule.text("ConfigRuleName")));
        String named = String.join(", ", missing);
        return missing.isEmpty()
                ? new ProbeResult(true, "the rules of AWS Config", wanted, wanted)
                : new ProbeResult(false, named, wanted, "not active: " + named);
    }
}
