package dev.plumbline.webhook.signature;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of a delivery, whatever their case. A header that was sent twice has both values, joined by a comma, as a
 * Function URL hands them over; no signature has that shape.
 */
public final class Headers {

    private final Map<String, String> values;

    private Headers(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Collects headers; names that differ only in case are one header that was sent twice. */
    public static Headers of(Map<String, String> headers) {
        Map<String, String> values = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                values.merge(name.toLowerCase(Locale.ROOT), value, (first, second) -> first + "," + second));
        return new Headers(values);
    }

    /** Returns the value of a header by its lower-case name. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns whether a header is there, even empty. */
    boolean has(String name) {
        return values.containsKey(name);
    }
}
