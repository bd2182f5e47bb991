package dev.plumbline.accounts.stacks;

import static dev.plumbline.accounts.stacks.Texts.known;

import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads descriptions of stacks. */
final class Descriptions {

    private Descriptions() {}

    static Stack stack(software.amazon.awssdk.services.cloudformation.model.Stack stack) {
        return new Stack(
                stack.stackName(),
                stack.stackId(),
                stack.stackStatusAsString(),
                known(stack.stackStatusReason()),
                map(stack.outputs(), output -> output.outputKey(), output -> output.outputValue()),
                map(stack.parameters(), parameter -> parameter.parameterKey(), parameter -> parameter.parameterValue()),
                map(stack.tags(), tag -> tag.key(), tag -> tag.value()),
                stack.changeSetId(),
                changedAt(stack));
    }

    /** A stack that was never updated has only the time of its creation. */
    private static Instant changedAt(software.amazon.awssdk.services.cloudformation.model.Stack stack) {
        return Stream.of(stack.lastUpdatedTime(), stack.creationTime())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static <T> SortedMap<String, String> map(
            Collection<T> entries, Function<T, String> key, Function<T, @Nullable String> value) {
        TreeMap<String, String> map = new TreeMap<>();
        entries.forEach(entry -> map.put(key.apply(entry), known(value.apply(entry))));
        return map;
    }
}
