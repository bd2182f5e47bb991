package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.alarms.Alarm;
import dev.plumbline.accounts.alarms.Alarms;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether alarms are there and somebody hears of them. */
final class AlarmActionsEnabled implements Probe {

    @Override
    public String name() {
        return "alarm-actions-enabled";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("AlarmNames");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public boolean comesWithTime() {
        return false;
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        List<String> wanted = arguments.texts("AlarmNames");
        Map<String, Alarm> found = Alarms.in(session).named(wanted).stream()
                .collect(Collectors.toMap(Alarm::name, Function.identity(), (first, second) -> first));
        List<String> silent = wanted.stream()
                .filter(name -> !found.containsKey(name) || !found.get(name).heard())
                .toList();
        String expected = "every alarm there, with actions that are enabled";
        if (silent.isEmpty()) {
            return new ProbeResult(true, String.join(", ", wanted), expected, wanted.size() + " alarms are heard");
        }
        String seen = silent.stream()
                .map(name -> name + " " + (found.containsKey(name) ? "is heard by nobody" : "is missing"))
                .collect(Collectors.joining("; "));
        return new ProbeResult(false, String.join(", ", silent), expected, seen);
    }
}
