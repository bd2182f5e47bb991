package dev.plumbline.accounts.callers;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to STS of who the caller is, signed and not sent. Whoever holds it can have AWS say who signed it, for
 * about a quarter of an hour and for nothing else: the key that signed it is not in it.
 *
 * @param headers the signed headers by their names in lower case, and the signature
 */
public record Proof(SortedMap<String, String> headers) {

    /** Copies the headers. */
    public Proof {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(requireNonNull(headers, "headers is null")));
    }

    /** Never shows the signature. */
    @Override
    public String toString() {
        return "Proof" + headers.keySet();
    }
}
