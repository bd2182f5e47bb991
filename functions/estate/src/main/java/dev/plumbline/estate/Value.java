package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The value of a parameter before its references are resolved.
 *
 * @param <R> how a reference is held: as it was written ({@link OutputName}) or with its place known
 *     ({@link OutputKey})
 */
public sealed interface Value<R> {

    /** How a literal was written, which decides how it appears inside a mapping that becomes JSON. */
    enum Kind {
        /** A text. */
        TEXT,
        /** A number or boolean that is JSON as it stands. */
        BARE
    }

    /**
     * A value without references.
     *
     * @param text the value as CloudFormation gets it
     * @param kind how it was written
     */
    record Literal<R>(String text, Kind kind) implements Value<R> {
        /** Checks that nothing is missing. */
        public Literal {
            requireNonNull(text, "text is null");
            requireNonNull(kind, "kind is null");
        }
    }

    /**
     * An output of another stack.
     *
     * @param to which one
     */
    record Reference<R>(R to) implements Value<R> {
        /** Checks that nothing is missing. */
        public Reference {
            requireNonNull(to, "to is null");
        }
    }

    /**
     * A text with references inside.
     *
     * @param parts literals and references, in order
     */
    record Joined<R>(List<Value<R>> parts) implements Value<R> {
        /** Copies the parts. */
        public Joined {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A list; as a parameter it becomes a text with commas.
     *
     * @param items its items
     */
    record Sequence<R>(List<Value<R>> items) implements Value<R> {
        /** Copies the items. */
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /**
     * A mapping; as a parameter it becomes a JSON document.
     *
     * @param entries its entries, ordered by key
     */
    record Mapping<R>(SortedMap<String, Value<R>> entries) implements Value<R> {
        /** Copies the entries. */
        public Mapping {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }

    /** Returns all references in it, in order of appearance. */
    default Stream<R> references() {
        return switch (this) {
            case Literal<R> literal -> Stream.empty();
            case Reference<R> reference -> Stream.of(reference.to());
            case Joined<R> joined -> joined.parts().stream().flatMap(Value::references);
            case Sequence<R> sequence -> sequence.items().stream().flatMap(Value::references);
            case Mapping<R> mapping -> mapping.entries().values().stream().flatMap(Value::references);
        };
    }

    /** Returns the same value with each reference replaced. */
    default <S> Value<S> map(Function<? super R, ? extends S> replacement) {
        return switch (this) {
            case Literal<R>(String text, Kind kind) -> new Literal<S>(text, kind);
            case Reference<R>(R to) -> new Reference<S>(replacement.apply(to));
            case Joined<R> joined -> new Joined<S>(all(joined.parts(), replacement));
            case Sequence<R> sequence -> new Sequence<S>(all(sequence.items(), replacement));
            case Mapping<R> mapping -> {
                SortedMap<String, Value<S>> entries = new TreeMap<>();
                mapping.entries().forEach((key, value) -> entries.put(key, value.map(replacement)));
                yield new Mapping<S>(entries);
            }
        };
    }

    private static <R, S> List<Value<S>> all(List<Value<R>> values, Function<? super R, ? extends S> replacement) {
        return values.stream().<Value<S>>map(value -> value.map(replacement)).toList();
    }

    /** Returns a text without references. */
    static <R> Value<R> text(String text) {
        return new Literal<>(text, Kind.TEXT);
    }

    /** Returns a list of texts without references. */
    static <R> Value<R> texts(List<String> texts) {
        return new Sequence<>(texts.stream().<Value<R>>map(Value::text).toList());
    }

    /** Returns a mapping of the given entries. */
    static <R> Value<R> mapping(Map<String, Value<R>> entries) {
        return new Mapping<>(new TreeMap<>(entries));
    }
}
