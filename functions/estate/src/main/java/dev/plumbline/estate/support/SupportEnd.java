package dev.plumbline.estate.support;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * A row of the table.
 *
 * @param product what it is a version of
 * @param version the version
 * @param ends the day on which AWS's standard support ends
 * @param source where AWS says so
 */
record SupportEnd(Product product, String version, LocalDate ends, String source) {

    /** Checks that nothing is missing. */
    SupportEnd {
        requireNonNull(product, "product is null");
        requireNonNull(version, "version is null");
        requireNonNull(ends, "ends is null");
        requireNonNull(source, "source is null");
    }

    /** Reads a line of the table: product, version, day and source. */
    static SupportEnd parse(String line) {
        String[] columns = line.strip().split("\\s+", 4);
        if (columns.length != 4) {
            throw new IllegalArgumentException("not a product, a version, a day and a source: " + line);
        }
        return new SupportEnd(
                Product.of(columns[0]).orElseThrow(() -> new IllegalArgumentException("no product: " + line)),
                columns[1],
                LocalDate.parse(columns[2]),
                columns[3]);
    }
}
