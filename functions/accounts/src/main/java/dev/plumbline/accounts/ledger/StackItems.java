package dev.plumbline.accounts.ledger;

import dev.plumbline.estate.StackKey;
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
                inFlight(item));
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
                item.find("token").orElse(null));
    }
}
