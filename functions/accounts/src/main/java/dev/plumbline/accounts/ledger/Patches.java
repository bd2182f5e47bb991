package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What can be patched in each target, and what was, with the versions before and after. */
public final class Patches {

    private final Table table;

    Patches(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Returns what was last seen of a target. One query. */
    public List<Patch> of(TargetKey target) {
        return table.query(Key.patches(target), "").stream()
                .map(item -> read(target, item))
                .toList();
    }

    /** Returns what was last seen of many targets. One query for each, several at once. */
    public SortedMap<TargetKey, List<Patch>> of(Collection<TargetKey> targets) {
        return Parallel.read(targets, this::of);
    }

    /** Returns what was applied to a target last, the newest first. */
    public List<Patch> applied(TargetKey target, int count) {
        return table.last(Key.patched(target), count).stream()
                .map(item -> read(target, item))
                .toList();
    }

    /** Notes what is known of a patch, in the place of what was known of its subject. */
    public void put(Patch patch) {
        table.write(described(Write.to(Key.patch(patch.stack(), patch.kind(), patch.subject())), patch));
    }

    /**
     * Notes how the application of a patch ended, also among all that were applied. Repeated, also at another time, it
     * is listed once: its place among these is that of its beginning.
     */
    public void end(Patch patch, Instant endedAt) {
        Instant startedAt = patch.startedAt().orElse(endedAt);
        table.write(described(Write.to(Key.patched(patch.stack(), patch.id(), startedAt)), patch)
                .set("ttl", Values.expiry(endedAt)));
        put(patch);
    }

    /** Forgets a patch that is possible no more; does nothing where another was noted for its subject. */
    public void forget(Patch patch) {
        table.delete(Write.to(Key.patch(patch.stack(), patch.kind(), patch.subject()))
                .bind("to", Values.text(patch.to()))
                .when("#to = :to"));
    }

    private static Write described(Write write, Patch patch) {
        write.set("stack", Values.text(patch.stack().stack()))
                .set("environment", Values.text(patch.environment()))
                .set("wave", Values.number(patch.wave()))
                .set("kind", Values.text(patch.kind()))
                .set("subject", Values.text(patch.subject()))
                .set("from", Values.text(patch.from()))
                .set("to", Values.text(patch.to()))
                .set("says", Values.text(patch.says()))
                .set("status", Values.text(patch.status().label()))
                .set("reason", Values.text(patch.reason()))
                .set("seenAt", Values.instant(patch.seenAt()))
                .set("run", Values.text(patch.run()));
        instant(write, "opensAt", patch.opensAt().orElse(null));
        instant(write, "startedAt", patch.startedAt().orElse(null));
        instant(write, "endedAt", patch.endedAt().orElse(null));
        return write;
    }

    private static void instant(Write write, String name, @Nullable Instant instant) {
        if (instant == null) {
            write.remove(name);
        } else {
            write.set(name, Values.instant(instant));
        }
    }

    private static Patch read(TargetKey target, Item item) {
        return new Patch(
                new StackKey(target, item.text("stack")),
                item.text("environment"),
                (int) item.number("wave"),
                item.text("kind"),
                item.text("subject"),
                item.text("from"),
                item.text("to"),
                item.text("says"),
                Label.read(PatchStatus.class, item.text("status")),
                item.text("reason"),
                item.instant("seenAt"),
                item.findInstant("opensAt").orElse(null),
                item.text("run"),
                item.findInstant("startedAt").orElse(null),
                item.findInstant("endedAt").orElse(null));
    }
}
