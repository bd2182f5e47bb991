package dev.plumbline.json;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A document does not fit a record. The message says where and why; only what the record itself says may quote a value.
 */
public final class Misfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String why;

    Misfit(String why) {
        this(why, null);
    }

    Misfit(String why, @Nullable Throwable cause) {
        this("", why, cause);
    }

    private Misfit(String place, String why, @Nullable Throwable cause) {
        super(place.isEmpty() ? "The document " + why : "The document's " + place + " " + why, cause);
        this.place = requireNonNull(place, "place is null");
        this.why = requireNonNull(why, "why is null");
    }

    /** Returns the same, of what lies under a field. */
    Misfit under(String field) {
        String inside = place.isEmpty() || place.startsWith("[") ? place : "." + place;
        return new Misfit(field + inside, why, getCause());
    }

    /** Returns the same, of an element. */
    Misfit at(int index) {
        return under("[" + index + "]");
    }
}
