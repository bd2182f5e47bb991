package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.databases.Database;
import dev.plumbline.accounts.databases.Databases;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether some database instances are there and serve. */
final class DatabasesAvailable implements Probe {

    /**
     * The statuses in which an instance takes connections, from RDS's list of them ("Viewing Amazon RDS DB instance
     * status" in its user guide).
     */
    private static final Set<String> SERVING = Set.of(
            "available",
            "backing-up",
            "configuring-enhanced-monitoring",
            "configuring-iam-database-auth",
            "configuring-log-exports",
            "storage-config-upgrade",
            "storage-initialization",
            "storage-optimization");

    @Override
    public String name() {
        return "databases-available";
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
        Map<String, Database> found = Databases.in(session).named(wanted).stream()
                .collect(Collectors.toMap(Database::id, Function.identity()));
        List<String> absent = wanted.stream()
                .filter(id -> !found.containsKey(id)
                        || !SERVING.contains(found.get(id).status()))
                .toList();
        String seen = wanted.stream()
                .map(id -> id + " "
                        + (found.containsKey(id) ? "is " + found.get(id).status() : "does not exist"))
                .collect(Collectors.joining("; "));
        return new ProbeResult(
                absent.isEmpty(),
                String.join(", ", absent.isEmpty() ? wanted : absent),
                "every instance available",
                seen);
    }
}
