package dev.plumbline.estate.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.patching.VersionOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Until when AWS supports which version, as its calendars say. A version that is newer than all rows has no end yet;
 * one that is older than all has none any more.
 */
public final class SupportTable {

    private static final String FILE = "support-ends.txt";

    private final List<SupportEnd> rows;

    SupportTable(List<SupportEnd> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Returns the table that comes with this release. */
    public static SupportTable builtIn() {
        try (InputStream stream = SupportTable.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("not on the class path: " + FILE);
            }
            return of(new String(stream.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }

    /** Returns the table of a text: a row on each line, and comments that begin with {@code #}. */
    static SupportTable of(String text) {
        return new SupportTable(text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(SupportEnd::parse)
                .toList());
    }

    List<SupportEnd> rows() {
        return rows;
    }

    /**
     * Returns when the support of a version ends: by its own row, or that of its major version, or that of a minor
     * version above it; the earliest of these.
     */
    Optional<SupportEnd> find(Product product, String version) {
        return of(product)
                .filter(row -> row.version().equals(version) || (product == Product.POSTGRESQL && holds(row, version)))
                .min(Comparator.comparing(SupportEnd::ends));
    }

    /** Whether a row of PostgreSQL holds for a version that is not its own. */
    private static boolean holds(SupportEnd row, String version) {
        return row.version().equals(major(version))
                || (major(row.version()).equals(major(version)) && VersionOrder.above(row.version(), version));
    }

    private static String major(String version) {
        return version.replaceFirst("\\..*", "");
    }

    /** Returns the oldest version that has a row; runtimes are in no order. */
    Optional<SupportEnd> oldest(Product product) {
        return of(product)
                .filter(row -> product != Product.LAMBDA)
                .min((one, other) -> VersionOrder.compare(one.version(), other.version()));
    }

    /**
     * Returns what is supported longest of that which may stand in the place of a version: of PostgreSQL the newer
     * minor versions of the same major one first, of a runtime the same language's.
     */
    Optional<SupportEnd> instead(Product product, String version, LocalDate after) {
        return of(product)
                .filter(row -> row.ends().isAfter(after))
                .filter(row -> product == Product.POSTGRESQL
                        && !row.version().equals(version)
                        && row.version().equals(major(version)))
                .findFirst()
                .or(() -> of(product)
                        .filter(row -> row.ends().isAfter(after))
                        .filter(row -> product.akin(row.version(), version))
                        .max(Comparator.comparing(SupportEnd::ends)
                                .thenComparing((one, other) -> VersionOrder.compare(one.version(), other.version()))));
    }

    private Stream<SupportEnd> of(Product product) {
        return rows.stream().filter(row -> row.product() == product);
    }
}
