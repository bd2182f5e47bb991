package dev.plumbline.accounts.zones;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A hosted zone.
 *
 * @param name its name, without the last dot
 * @param nameServers the servers that answer for it, without their last dots; none of a private zone
 */
public record Zone(String name, SortedSet<String> nameServers) {

    /** Checks that nothing is missing and copies the servers. */
    public Zone {
        requireNonNull(name, "name is null");
        nameServers = Collections.unmodifiableSortedSet(new TreeSet<>(nameServers));
    }

    static Zone of(String name, Collection<String> nameServers) {
        TreeSet<String> servers = new TreeSet<>();
        nameServers.forEach(server -> servers.add(withoutDot(server)));
        return new Zone(withoutDot(name), servers);
    }

    static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
