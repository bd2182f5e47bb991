package dev.plumbline.estate.yaml;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a document. */
public sealed interface Node {

    /** Returns where it starts. */
    Position position();

    /** Returns its tag, such as {@code !Ref}; only templates have any. */
    Optional<String> tag();

    /** Returns what it is, for people. */
    default String described() {
        return switch (this) {
            case Scalar scalar when scalar.isNull() -> "nothing";
            case Scalar scalar when scalar.isNumber() -> "a number";
            case Scalar scalar when scalar.isBoolean() -> "true or false";
            case Scalar scalar -> "a text";
            case Items items -> "a list";
            case Entries entries -> "a mapping";
        };
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes
     * @param plain whether it stands without quotes
     * @param tagOrNull its tag
     * @param position where it starts
     */
    record Scalar(String text, boolean plain, @Nullable String tagOrNull, Position position) implements Node {

        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
        private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

        /** Checks that nothing is missing. */
        public Scalar {
            requireNonNull(text, "text is null");
            requireNonNull(position, "position is null");
        }

        @Override
        public Optional<String> tag() {
            return Optional.ofNullable(tagOrNull);
        }

        /** Whether it is YAML's way to say nothing. */
        public boolean isNull() {
            return plain && tagOrNull == null && NULLS.contains(text);
        }

        /** Whether it is a number that is JSON as it stands. */
        public boolean isNumber() {
            return plain && tagOrNull == null && NUMBER.matcher(text).matches();
        }

        /** Whether it is {@code true} or {@code false}. */
        public boolean isBoolean() {
            return plain && tagOrNull == null && (text.equals("true") || text.equals("false"));
        }

        /** Whether it is a text: neither nothing, number nor boolean. */
        public boolean isText() {
            return !isNull() && !isNumber() && !isBoolean();
        }
    }

    /**
     * A list.
     *
     * @param all its items
     * @param tagOrNull its tag
     * @param position where it starts
     */
    record Items(List<Node> all, @Nullable String tagOrNull, Position position) implements Node {

        /** Copies the items. */
        public Items {
            all = List.copyOf(all);
            requireNonNull(position, "position is null");
        }

        @Override
        public Optional<String> tag() {
            return Optional.ofNullable(tagOrNull);
        }
    }

    /**
     * A mapping.
     *
     * @param all its entries, each key once, in the order of the document
     * @param tagOrNull its tag
     * @param position where it starts
     */
    record Entries(Map<String, Entry> all, @Nullable String tagOrNull, Position position) implements Node {

        /** Copies the entries. */
        public Entries {
            all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
            requireNonNull(position, "position is null");
        }

        @Override
        public Optional<String> tag() {
            return Optional.ofNullable(tagOrNull);
        }

        /** Returns the value of a key, or nothing where there is no such key. */
        public Optional<Node> value(String key) {
            return Optional.ofNullable(all.get(key)).map(Entry::value);
        }

        /** Returns the keys in the order of the document. */
        public List<String> keys() {
            return new ArrayList<>(all.keySet());
        }
    }

    /**
     * An entry of a mapping.
     *
     * @param key its key
     * @param value its value
     */
    record Entry(Scalar key, Node value) {
        /** Checks that nothing is missing. */
        public Entry {
            requireNonNull(key, "key is null");
            requireNonNull(value, "value is null");
        }
    }
}
