package dev.plumbline.accounts.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Digests;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What makes two findings of drift the same: everything that differs, in whatever order it is told. */
public final class DriftDigest {

    private static final int DIGITS = 16;
    private static final char BETWEEN = '\u0000';

    private DriftDigest() {}

    /** Returns 16 lower-case hexadecimal digits. */
    public static String of(Collection<DriftEntry> entries) {
        String text = entries.stream().map(DriftDigest::text).sorted().collect(Collectors.joining("\n"));
        return Digests.sha256(text.getBytes(UTF_8)).substring(0, DIGITS);
    }

    private static String text(DriftEntry entry) {
        return Stream.of(
                        entry.resource(),
                        entry.physicalId(),
                        entry.type(),
                        entry.kind().name(),
                        entry.property(),
                        entry.declared(),
                        entry.live())
                .collect(Collectors.joining(String.valueOf(BETWEEN)));
    }
}
