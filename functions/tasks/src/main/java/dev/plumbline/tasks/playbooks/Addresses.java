package dev.plumbline.tasks.playbooks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** IPv4 addresses and blocks, as findings and EC2 tell them. What is written otherwise is in no block and nobody's. */
final class Addresses {

    /**
     * What is no address of a host in the internet, by the registry of special addresses (RFC 6890, which names RFC
     * 1918, 6598, 3927 and others), and multicast with what is reserved after it. Those for documentation are left out:
     * GuardDuty's sample findings have them.
     */
    private static final List<String> SPECIAL = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/3");

    private static final Pattern DOTS = Pattern.compile("\\.");
    private static final int PARTS = 4;
    private static final int BITS = 32;
    private static final int BYTE = 8;
    private static final int LAST = 255;

    private Addresses() {}

    /** Whether an address may be that of a stranger: a public one. */
    static boolean isOfTheInternet(String address) {
        return number(address).isPresent() && SPECIAL.stream().noneMatch(block -> isIn(address, block));
    }

    /** Whether an address is in a block, such as {@code 10.0.0.0/8}. */
    static boolean isIn(String address, String block) {
        String[] parts = block.split("/", 2);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,2}")) {
            return false;
        }
        int kept = BITS - Integer.parseInt(parts[1]);
        Optional<Long> one = number(address);
        Optional<Long> first = number(parts[0]);
        return kept >= 0 && one.isPresent() && first.isPresent() && one.get() >> kept == first.get() >> kept;
    }

    private static Optional<Long> number(String address) {
        List<String> parts = Arrays.asList(DOTS.split(address, -1));
        boolean valid = parts.size() == PARTS
                && parts.stream().allMatch(part -> part.matches("[0-9]{1,3}") && Integer.parseInt(part) <= LAST);
        return valid
                ? Optional.of(parts.stream().mapToLong(Long::parseLong).reduce(0, (sum, part) -> (sum << BYTE) + part))
                : Optional.empty();
    }
}
