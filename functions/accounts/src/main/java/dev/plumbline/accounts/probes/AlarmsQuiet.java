package dev.plumbline.accounts.probes;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.plumbline.accounts.alarms.Alarm;
import dev.plumbline.accounts.alarms.Alarms;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Whether alarms are there and none of them has gone off. */
final class AlarmsQuiet implements Probe {

    @Override
    public String name() {
        return "alarms-quiet";
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
    public ProbeResult look(ProbeArguments arguments, Session session) {
        List<String> wanted = arguments.texts("AlarmNames");
        Map<String, String> states = Alarms.in(session).named(wanted).stream()
                .collect(toMap(Alarm::name, Alarm::state, (first, second) -> first));
        List<String> loud = wanted.stream()
                .filter(name -> !states.containsKey(name) || states.get(name).equals("ALARM"))
                .toList();
        String seen = wanted.stream()
                .map(name -> name + " is " + states.getOrDefault(name, "missing"))
                .collect(joining("; "));
        return new ProbeResult(
                loud.isEmpty(), String.join(", ", loud.isEmpty() ? wanted : loud), "no alarm has gone off", seen);
    }
}
