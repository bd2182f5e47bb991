package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.databases.Database;
import dev.plumbline.accounts.databases.Databases;
import dev.plumbline.accounts.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Whether database instances refuse connections without TLS: the group of parameters says so, and is in force. */
final class DatabasesForceTls implements Probe {

    private static final String PARAMETER = "rds.force_ssl";

    @Override
    public String name() {
        return "databases-force-tls";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("InstanceIds");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        List<String> wanted = arguments.texts("InstanceIds");
        Databases databases = Databases.in(session);
        Map<String, String> values = new HashMap<>();
        List<String> faulty = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Database database : databases.named(wanted)) {
            for (Database.ParameterGroup group : database.parameterGroups()) {
                String value = values.computeIfAbsent(
                        group.name(),
                        name -> databases.parameter(name, PARAMETER).orElse("not set"));
                if (!value.equals("1") || !group.applied().equals("in-sync")) {
                    faulty.add(database.id());
                }
                seen.add("%s has %s = %s by %s, which is %s"
                        .formatted(database.id(), PARAMETER, value, group.name(), group.applied()));
            }
        }
        return new ProbeResult(
                faulty.isEmpty() && !seen.isEmpty(),
                String.join(", ", faulty.isEmpty() ? wanted : faulty),
                PARAMETER + " = 1, in-sync",
                seen.isEmpty() ? "no such instance" : String.join("; ", seen));
    }
}
