package dev.plumbline.accounts.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes values as {@link Item} reads them. */
final class Values {

    /** How long a run is remembered. */
    static final Duration MEMORY = Duration.ofDays(400);

    private Values() {}

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static AttributeValue flag(boolean flag) {
        return AttributeValue.fromBool(flag);
    }

    static AttributeValue instant(Instant instant) {
        return number(instant.toEpochMilli());
    }

    static AttributeValue set(Set<String> members) {
        return AttributeValue.fromSs(members.stream().sorted().toList());
    }

    static AttributeValue texts(Map<String, String> texts) {
        TreeMap<String, AttributeValue> values = new TreeMap<>();
        texts.forEach((key, text) -> values.put(key, text(text)));
        return AttributeValue.fromM(values);
    }

    /** When an item that belongs to a run is dropped; DynamoDB wants seconds. */
    static AttributeValue expiry(Instant startedAt) {
        return number(startedAt.plus(MEMORY).getEpochSecond());
    }
}
