package dev.plumbline.accounts.ledger;

import static java.util.stream.Collectors.joining;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the items of stacks. */
final class StackItems {

    private StackItems() {}

    static StackRecord read(StackKey stack, Item item) {
        return new StackRecord(
                stack,
                item.text("digest"),
                item.texts("outputs"),
                item.texts("windowed"),
                item.text("status"),
                item.instant("eventAt"),
                item.flag("known"),
                item.text("run"),
                item.find("verdict")
                        .map(label -> Label.read(Verdict.class, label))
                        .orElse(Verdict.UNKNOWN),
                item.text("checks"),
                inFlight(item),
                keys(item.text("needs")),
                item.texts("moved"));
    }

    /** Keys have no name that DynamoDB orders, so each is the text of its parts. */
    static String text(SortedSet<StackKey> needs) {
        return needs.stream().map(StackKey::toString).collect(joining(" "));
    }

    private static SortedSet<StackKey> keys(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(part -> !part.isEmpty())
                .map(StackItems::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static StackKey key(String text) {
        String[] parts = text.split("/", 3);
        return new StackKey(new TargetKey(parts[0], parts[1]), parts[2]);
    }

    private static @Nullable InFlight inFlight(Item item) {
        if (item.find("changeSet").isEmpty()) {
            return null;
        }
        return new InFlight(
                item.text("changeRun"),
                item.text("changeSet"),
                item.text("changeDigest"),
                item.text("requestToken"),
                item.set("changeWindowed"),
                item.findInstant("executing").isPresent(),
                item.find("token").orElse(null),
                keys(item.text("changeNeeds")));
    }
}
