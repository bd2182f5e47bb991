package dev.plumbline.accounts.probes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Invalid;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The probes that there are, by name. What AWS answers as an error is raised as a {@link Failure} that says what
 * happens next.
 */
public final class Probes {

    private static final List<Probe> ALL = List.of(
            new AddressAttached(),
            new AlarmActionsEnabled(),
            new AlarmsQuiet(),
            new CertificateIssued(Clock.systemUTC()),
            new ClusterAccessAsDeclared(),
            new ClusterActive(),
            new ClusterAddonsActive(),
            new DatabaseMaintenanceInHand(Clock.systemUTC()),
            new DatabasesAvailable(),
            new DatabasesForceTls(),
            new DefaultSecurityGroupClosed(),
            new FlowLogsActive(),
            new GroupInService(),
            new LoadBalancersHealthy(),
            new LogStreamArriving(InstantSource.system()),
            new LogsArriving(Clock.systemUTC()),
            new NameAnswered(),
            new NatGatewaysAvailable(),
            new NodeGroupsHealthy(),
            new NothingElsePublic(),
            new OnlyPortOpen(),
            new PortClosedToWorld(),
            new RecorderRecording(),
            new ReplicasReplicating(),
            new RulesInPlace(),
            new SecretInHand(InstantSource.system()),
            new ServersProtected(),
            new TrailDelivering(),
            new UsersWithoutAccessKeys(),
            new ZoneDelegated());

    private final SortedMap<String, Probe> byName = new TreeMap<>();

    /** Creates the registry of all probes. */
    public Probes() {
        ALL.forEach(probe -> byName.put(probe.name(), probe));
    }

    /** Returns the names of all probes, for validation. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byName.keySet()));
    }

    /**
     * Returns the arguments that a probe needs.
     *
     * @throws Invalid where there is no such probe
     */
    public SortedSet<String> required(String name) {
        return probe(name).required();
    }

    /**
     * Returns the arguments that a probe understands although it does not need them.
     *
     * @throws Invalid where there is no such probe
     */
    public SortedSet<String> optional(String name) {
        return probe(name).optional();
    }

    /**
     * Whether it is worth waiting for what a probe asks for: whether it comes by itself, minutes after a change.
     *
     * @throws Invalid where there is no such probe
     */
    public boolean comesWithTime(String name) {
        return probe(name).comesWithTime();
    }

    /**
     * Asks a probe.
     *
     * @param arguments the values that the blueprint's expressions yielded
     * @param session a session of the verify role in the account and region to look at
     * @throws Invalid where there is no such probe or an argument that it needs has no value
     */
    public ProbeResult look(String name, Map<String, JsonNode> arguments, Session session) {
        return probe(name).look(ProbeArguments.of(arguments), session);
    }

    private Probe probe(String name) {
        Probe probe = byName.get(name);
        if (probe == null) {
            throw new Invalid("There is no probe " + name + "; there are " + String.join(", ", byName.keySet()));
        }
        return probe;
    }

    /** Names the arguments of a probe. */
    static SortedSet<String> arguments(String... names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(names)));
    }
}
