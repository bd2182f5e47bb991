package dev.plumbline.cli.vpn;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client's certificate, as the authority remembers it.
 *
 * @param name whose it is
 * @param state whether it is accepted
 * @param ends when it ends, or ended
 * @param revoked when it was revoked
 * @param serial its serial number
 * @param connectedSince since when its client is connected, as the server says it
 */
public record Certificate(
        String name,
        State state,
        Instant ends,
        Optional<Instant> revoked,
        String serial,
        Optional<String> connectedSince) {

    /** Whether a certificate is accepted. */
    public enum State {
        /** It is. */
        VALID,
        /** It was taken back. */
        REVOKED,
        /** It has ended. */
        EXPIRED
    }

    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    /** Checks that nothing is missing. */
    public Certificate {
        requireNonNull(name, "name is null");
        requireNonNull(state, "state is null");
        requireNonNull(ends, "ends is null");
        requireNonNull(revoked, "revoked is null");
        requireNonNull(serial, "serial is null");
        requireNonNull(connectedSince, "connectedSince is null");
    }

    /** Reads what the server lists: lines of certificates, then lines of clients. */
    static List<Certificate> read(String listed) {
        Map<String, String> connected = new HashMap<>();
        List<String[]> lines = listed.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 5)
                .toList();
        lines.stream().filter(fields -> fields[0].equals("C")).forEach(fields -> connected.put(fields[4], fields[1]));
        return lines.stream()
                .filter(fields -> !fields[0].equals("C"))
                .map(fields -> certificate(fields, connected))
                .toList();
    }

    private static Certificate certificate(String[] fields, Map<String, String> connected) {
        State state = switch (fields[0]) {
            case "V" -> State.VALID;
            case "R" -> State.REVOKED;
            case "E" -> State.EXPIRED;
            default -> throw new IllegalArgumentException("not a state: " + fields[0]);
        };
        return new Certificate(
                fields[4],
                state,
                instant(fields[1]),
                fields[2].isEmpty()
                        ? Optional.empty()
                        : Optional.of(instant(fields[2].split(",", 2)[0])),
                fields[3],
                state == State.VALID ? Optional.ofNullable(connected.get(fields[4])) : Optional.empty());
    }

    private static Instant instant(String text) {
        return LocalDateTime.parse(text, text.length() == 13 ? SHORT : LONG).toInstant(ZoneOffset.UTC);
    }
}
