package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.zones.Zone;
import dev.plumbline.accounts.zones.Zones;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Whether a parent zone, in whatever account, answers with the name servers of a zone. A zone without a parent passes:
 * a registrar or nobody refers to it, which AWS does not tell.
 */
final class ZoneDelegated implements Probe {

    /** The place of the account in {@code arn:aws:iam::555555555555:role/name}. */
    private static final int ACCOUNT = 4;

    @Override
    public String name() {
        return "zone-delegated";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments();
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments("ParentRoleArn", "ParentZoneId", "ZoneId");
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        List<String> parents = arguments.texts("ParentZoneId");
        List<String> zones = arguments.texts("ZoneId");
        if (parents.isEmpty() || zones.isEmpty()) {
            return new ProbeResult(true, String.join("", zones), "a parent that delegates", "no parent in the estate");
        }
        String zoneId = zones.getFirst();
        Optional<Zone> zone = Zones.in(session).find(zoneId);
        if (zone.isEmpty()) {
            return new ProbeResult(false, zoneId, "a zone", "no such zone");
        }
        String parentAccount = arguments.text("ParentRoleArn").split(":", -1)[ACCOUNT];
        SortedSet<String> answered = Zones.in(session.elsewhere(parentAccount))
                .delegation(parents.getFirst(), zone.get().name());
        return new ProbeResult(
                answered.equals(zone.get().nameServers()),
                zoneId + " (" + zone.get().name() + ")",
                "zone %s of account %s answers with %s"
                        .formatted(
                                parents.getFirst(),
                                parentAccount,
                                join(zone.get().nameServers())),
                answered.isEmpty() ? "no delegation" : join(answered));
    }

    private static String join(SortedSet<String> servers) {
        return String.join(", ", servers);
    }
}
