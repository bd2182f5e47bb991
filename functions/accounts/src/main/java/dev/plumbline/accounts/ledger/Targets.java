package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is held of each target: one query gives all of it. */
public final class Targets {

    private final Table table;

    Targets(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Returns everything that is held of a target. One query. */
    public TargetState read(TargetKey target) {
        return state(target, table.query(Key.targets(target), ""));
    }

    /** Returns everything that is held of many targets. One query for each, several at once. */
    public SortedMap<TargetKey, TargetState> read(Collection<TargetKey> targets) {
        return Parallel.read(targets, this::read);
    }

    /** Lists a target, before anything is made in it for the first time. */
    public void enlist(TargetKey target, String environment) {
        table.write(Write.to(Key.listed(target))
                .set("account", Values.text(target.account()))
                .set("region", Values.text(target.region()))
                .set("environment", Values.text(environment)));
    }

    /** Returns every target in which anything was ever made, with its environment then. One query. */
    public SortedMap<TargetKey, String> listed() {
        SortedMap<TargetKey, String> listed = new TreeMap<>();
        table.query(Key.ALL_TARGETS, "")
                .forEach(item ->
                        listed.put(new TargetKey(item.text("account"), item.text("region")), item.text("environment")));
        return listed;
    }

    /** Notes what stayed of a stack that was removed. */
    public void keep(Kept kept) {
        table.write(Write.to(Key.kept(kept))
                .set("stack", Values.text(kept.stack().stack()))
                .set("logicalId", Values.text(kept.logicalId()))
                .set("physicalId", Values.text(kept.physicalId()))
                .set("type", Values.text(kept.type()))
                .set("name", Values.text(kept.name()))
                .set("how", Values.text(kept.how()))
                .set("run", Values.text(kept.run()))
                .set("at", Values.instant(kept.at())));
    }

    /** Forgets what stayed of a stack once, and is gone; does nothing where a later run has kept it again. */
    public void forget(Kept kept) {
        table.delete(
                Write.to(Key.kept(kept)).bind("run", Values.text(kept.run())).when("#run = :run"));
    }

    /** Returns what stayed of the stacks that were removed from a target. */
    public List<Kept> kept(TargetKey target) {
        return table.query(Key.targets(target), Key.KEPT).stream()
                .map(item -> kept(target, item))
                .toList();
    }

    private static Kept kept(TargetKey target, Item item) {
        return new Kept(
                new StackKey(target, item.text("stack")),
                item.text("logicalId"),
                item.text("physicalId"),
                item.text("type"),
                item.text("name"),
                item.text("how"),
                item.text("run"),
                item.instant("at"));
    }

    /** Notes that an account is heard now, by the hub's own time. */
    public void heard(TargetKey target, Instant now) {
        heard(target, now, now);
    }

    /**
     * Notes that an account was heard; an older word changes nothing, and one from the future is put right.
     *
     * @param at when it spoke, by its own word
     * @param now the hub's own time: nobody is heard later than that
     */
    public void heard(TargetKey target, Instant at, Instant now) {
        Instant heard = at.isAfter(now) ? now : at;
        table.write(Write.to(Key.target(target))
                .set("heardAt", Values.instant(heard))
                .bind("now", Values.instant(now))
                .when("attribute_not_exists(#heardAt) OR #heardAt < :heardAt OR #heardAt > :now"));
    }

    /** Notes that a target cannot be looked into, until it is {@link #reached}. */
    public void unreachable(TargetKey target, Unreachable unreachable) {
        table.write(Write.to(Key.target(target))
                .set("unreachable", Values.text(unreachable.why()))
                .set("unreachableSince", Values.instant(unreachable.since())));
    }

    /** Notes that a target can be worked in again. */
    public void reached(TargetKey target) {
        table.write(Write.to(Key.target(target)).remove("unreachable").remove("unreachableSince"));
    }

    /** Notes which commit is deployed in a target, which could therefore be worked in. */
    public void deployed(TargetKey target, String environment, String revision, Instant at) {
        table.write(Write.to(Key.target(target))
                .set("environment", Values.text(environment))
                .set("revision", Values.text(revision))
                .set("revisedAt", Values.instant(at))
                .remove("unreachable")
                .remove("unreachableSince"));
    }

    /** Notes what verification found of the settings of a target, whoever applied them. */
    public void verified(TargetKey target, String digest, Verdict verdict) {
        table.write(Write.to(Key.settings(target))
                .set("digest", Values.text(digest))
                .set("verdict", Values.text(verdict.label())));
    }

    /** Notes the settings that were applied to a target. */
    public void put(TargetKey target, SettingsRecord settings) {
        table.write(Write.to(Key.settings(target))
                .set("digest", Values.text(settings.digest()))
                .set("verdict", Values.text(settings.verdict().label()))
                .set("run", Values.text(settings.run()))
                .set("appliedAt", Values.instant(settings.appliedAt())));
    }

    private static TargetState state(TargetKey target, List<Item> items) {
        Item meta = new Item(Map.of());
        @Nullable Lease lease = null;
        @Nullable SettingsRecord settings = null;
        TreeMap<String, StackRecord> stacks = new TreeMap<>();
        List<Kept> kept = new ArrayList<>();
        for (Item item : items) {
            switch (item.sort()) {
                case Key.META -> meta = item;
                case Key.LEASE -> lease = Leases.read(item);
                case Key.SETTINGS -> settings = settings(item);
                default -> {
                    if (item.sort().startsWith(Key.STACK)) {
                        String stack = item.sort().substring(Key.STACK.length());
                        stacks.put(stack, StackItems.read(new StackKey(target, stack), item));
                    } else if (item.sort().startsWith(Key.KEPT)) {
                        kept.add(kept(target, item));
                    }
                }
            }
        }
        return new TargetState(
                target,
                meta.text("environment"),
                meta.text("revision"),
                meta.instant("revisedAt"),
                meta.instant("heardAt"),
                lease,
                stacks,
                settings,
                unreachable(meta),
                kept);
    }

    private static @Nullable Unreachable unreachable(Item meta) {
        return meta.find("unreachable")
                .map(why -> new Unreachable(why, meta.instant("unreachableSince")))
                .orElse(null);
    }

    private static SettingsRecord settings(Item item) {
        return new SettingsRecord(
                item.text("digest"),
                Label.read(Verdict.class, item.text("verdict")),
                item.text("run"),
                item.instant("appliedAt"));
    }
}
