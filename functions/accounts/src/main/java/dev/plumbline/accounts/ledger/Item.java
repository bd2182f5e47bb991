package dev.plumbline.accounts.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item as the table holds it; instants are milliseconds, so that conditions can compare them. */
record Item(Map<String, AttributeValue> attributes) {

    Item {
        attributes = Map.copyOf(attributes);
    }

    String partition() {
        return text(Key.PARTITION);
    }

    String sort() {
        return text(Key.SORT);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    /** The text, empty where there is none. */
    String text(String name) {
        return find(name).orElse("");
    }

    long number(String name) {
        return findNumber(name).orElse(0L);
    }

    boolean flag(String name) {
        return Optional.ofNullable(attributes.get(name))
                .map(AttributeValue::bool)
                .orElse(false);
    }

    Optional<Instant> findInstant(String name) {
        return findNumber(name).map(Instant::ofEpochMilli);
    }

    /** The instant, the epoch where there is none. */
    Instant instant(String name) {
        return findInstant(name).orElse(Instant.EPOCH);
    }

    SortedMap<String, String> texts(String name) {
        TreeMap<String, String> texts = new TreeMap<>();
        Optional.ofNullable(attributes.get(name))
                .filter(AttributeValue::hasM)
                .ifPresent(value -> value.m().forEach((key, text) -> texts.put(key, text.s())));
        return Collections.unmodifiableSortedMap(texts);
    }

    /** The members of a set, none where there is none. */
    Set<String> set(String name) {
        return Optional.ofNullable(attributes.get(name))
                .filter(AttributeValue::hasSs)
                .map(value -> Set.copyOf(value.ss()))
                .orElse(Set.of());
    }

    /** The names that begin with a prefix, in order. */
    List<String> names(String prefix) {
        return attributes.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    Optional<Long> findNumber(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::n).map(Long::valueOf);
    }
}
