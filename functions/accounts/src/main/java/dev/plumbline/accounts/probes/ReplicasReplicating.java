package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.databases.Database;
import dev.plumbline.accounts.databases.Databases;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether read replicas follow their database. A database without any passes. */
final class ReplicasReplicating implements Probe {

    @Override
    public String name() {
        return "replicas-replicating";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("InstanceId");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments("ReplicaIds");
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String source = arguments.text("InstanceId");
        List<String> wanted = arguments.texts("ReplicaIds");
        String expected = "every replica replicating from " + source;
        if (wanted.isEmpty()) {
            return new ProbeResult(true, source, expected, "no replicas");
        }
        Map<String, Database> found = Databases.in(session).named(wanted).stream()
                .collect(Collectors.toMap(Database::id, Function.identity()));
        List<String> faulty = wanted.stream()
                .filter(id -> !found.containsKey(id) || !follows(found.get(id), source))
                .toList();
        String seen = wanted.stream()
                .map(id -> found.containsKey(id) ? describe(found.get(id)) : id + " does not exist")
                .collect(Collectors.joining("; "));
        return new ProbeResult(faulty.isEmpty(), String.join(", ", faulty.isEmpty() ? wanted : faulty), expected, seen);
    }

    private static boolean follows(Database replica, String source) {
        return replica.source().equals(source) && replica.replication().equals("replicating");
    }

    private static String describe(Database replica) {
        if (replica.source().isEmpty()) {
            return replica.id() + " replicates from nothing";
        }
        String state = replica.replication().isEmpty() ? "nothing told of its state" : replica.replication();
        return replica.id() + " from " + replica.source() + ": " + state;
    }
}
