package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.zones.Zones;
import java.util.List;
import java.util.SortedSet;

/** Whether a hosted zone knows the address of a name. Without a zone there is nothing to look at. */
final class NameAnswered implements Probe {

    @Override
    public String name() {
        return "name-answered";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("Name");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments("ZoneId");
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String name = arguments.text("Name");
        List<String> zones = arguments.texts("ZoneId");
        if (zones.isEmpty()) {
            return new ProbeResult(true, name, "an address in the zone", "no zone of the estate is to answer");
        }
        SortedSet<String> answers = Zones.in(session).answers(zones.getFirst(), name);
        return new ProbeResult(
                !answers.isEmpty(),
                name,
                "an address in the zone " + zones.getFirst(),
                answers.isEmpty() ? "no record" : String.join(", ", answers));
    }
}
