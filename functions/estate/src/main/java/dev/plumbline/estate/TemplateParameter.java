package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that a template declares.
 *
 * @param name its name
 * @param type its CloudFormation type, such as {@code String} or {@code List<Number>}
 * @param defaultOrNull the value that is used where none is given, or null where one has to be given
 * @param patternOrNull the whole value, or each item of a list, has to match it
 * @param allowedValues the only values allowed; empty where all are
 * @param constraint what the template says where a value is refused; empty where it says nothing
 * @param bounds length and size
 * @param noEcho whether CloudFormation hides the value
 * @param position where it is declared
 */
public record TemplateParameter(
        String name,
        String type,
        @Nullable String defaultOrNull,
        @Nullable Pattern patternOrNull,
        List<String> allowedValues,
        String constraint,
        Bounds bounds,
        boolean noEcho,
        Position position) {

    /**
     * Bounds of a value; null means unbounded.
     *
     * @param minLength least number of characters
     * @param maxLength greatest number of characters
     * @param minValue least number
     * @param maxValue greatest number
     */
    public record Bounds(
            @Nullable BigDecimal minLength,
            @Nullable BigDecimal maxLength,
            @Nullable BigDecimal minValue,
            @Nullable BigDecimal maxValue) {

        /** No bounds at all. */
        public static final Bounds NONE = new Bounds(null, null, null, null);
    }

    /** Checks that nothing is missing and copies the values. */
    public TemplateParameter {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(constraint, "constraint is null");
        requireNonNull(bounds, "bounds is null");
        requireNonNull(position, "position is null");
        allowedValues = List.copyOf(allowedValues);
    }

    /** Returns the value that is used where none is given. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultOrNull);
    }

    /** Returns the pattern that the whole value, or each item of a list, has to match. */
    public Optional<Pattern> pattern() {
        return Optional.ofNullable(patternOrNull);
    }

    /** Whether a value has to be given. */
    public boolean required() {
        return defaultOrNull == null;
    }

    /** Whether its value is a list. */
    public boolean list() {
        return type.equals("CommaDelimitedList") || type.startsWith("List<") || type.contains("<List<");
    }
}
