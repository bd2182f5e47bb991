package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import java.util.List;
import java.util.Map;

/**
 * The registrar of the estate's domain. No AWS account says to which name servers it refers: a person tells it, once
 * the zone stands whose servers they are. Here it is played, and told the outputs of the stack that made the zone.
 */
public final class Registrar {

    private static final String STACK = "estate-dns";

    private final Emulator emulator;
    private final Session hub;

    Registrar(Emulator emulator, Session hub) {
        this.emulator = requireNonNull(emulator, "emulator is null");
        this.hub = requireNonNull(hub, "hub is null");
    }

    /**
     * To which servers a registrar refers.
     *
     * @param domain the domain
     * @param nameServers its name servers
     */
    public record Delegation(String domain, List<String> nameServers) {
        /** Copies the servers. */
        public Delegation {
            requireNonNull(domain, "domain is null");
            nameServers = List.copyOf(nameServers);
        }
    }

    /**
     * Tells the registrar the name servers of the hub's public zone.
     *
     * @return what it was told
     * @throws Problem if no such zone is deployed
     */
    public Delegation refer() {
        Map<String, String> outputs = new Stacks(hub).outputs(STACK).orElse(Map.of());
        String domain = outputs.getOrDefault("PublicZoneName", "");
        String servers = outputs.getOrDefault("NameServers", "");
        if (domain.isEmpty() || servers.isEmpty()) {
            throw new Problem(
                    "the stack dns of shared-services has no public zone yet",
                    "Wait until it is deployed: ./plumbline run.");
        }
        Delegation delegation = new Delegation(domain, List.of(servers.split(",")));
        emulator.register(delegation.domain(), delegation.nameServers());
        return delegation;
    }
}
