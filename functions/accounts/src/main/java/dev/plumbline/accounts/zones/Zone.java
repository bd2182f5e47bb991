package dev.plumbline.accounts.zones;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hosted zone.
 *
 * @param name its name, without the last dot
 * @param nameServers the servers that answer for it, without their last dots; none of a private zone
 */
public record Zone(String name, SortedSet<String> nameServers) {

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

    /** Checks that nothing is missing and copies the servers. */
    public Zone {
        requireNonNull(name, "name is null");
        nameServers = Collections.unmodifiableSortedSet(new TreeSet<>(nameServers));
    }

    static Zone of(String name, Collection<String> nameServers) {
        TreeSet<String> servers = new TreeSet<>();
        nameServers.forEach(server -> servers.add(plain(server)));
        return new Zone(plain(name), servers);
    }

    /**
     * Returns a name as people write it, without the last dot. Route 53 answers every character that is neither a
     * letter, a digit nor one of {@code - _ .} as its octal code: a wildcard is {@code \052.example.com} (developer
     * guide, "DNS domain name format").
     */
    static String plain(String name) {
        String plain = OCTAL.matcher(name)
                .replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 8))));
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
