package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.TargetKey;

/** The leases of the targets: one execution at a time works on each. */
public final class Leases {

    private final Table table;

    Leases(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Takes the lease of a target unless another execution owns it. Repeated by its owner, it stays as it was. */
    public Leasing acquire(TargetKey target, Lease wanted) {
        return granted(write(target, wanted, "attribute_not_exists(#owner)"), wanted);
    }

    /**
     * Takes the lease over from an execution that runs no more, unless somebody else did so first; also where it was
     * given back meanwhile. Who takes over deletes the change sets that were not executed before doing anything else.
     */
    public Leasing takeOver(TargetKey target, Lease from, Lease wanted) {
        Write write = described(target, wanted)
                .bind("from", Values.text(from.owner()))
                .bind("fromSince", Values.instant(from.since()))
                .when("attribute_not_exists(#owner) OR (#owner = :from AND #since = :fromSince)");
        return granted(table.write(write), wanted);
    }

    /**
     * Gives the lease back; does nothing where another execution owns it, and returns false then. Repeated, it changes
     * nothing.
     */
    public boolean release(TargetKey target, String owner) {
        Written written = table.delete(
                Write.to(Key.lease(target)).bind("mine", Values.text(owner)).when("#owner = :mine"));
        return written.done() || written.item().attributes().isEmpty();
    }

    private Written write(TargetKey target, Lease wanted, String condition) {
        return table.write(described(target, wanted).when(condition));
    }

    private static Write described(TargetKey target, Lease wanted) {
        return Write.to(Key.lease(target))
                .set("owner", Values.text(wanted.owner()))
                .set("run", Values.text(wanted.run()))
                .set("since", Values.instant(wanted.since()));
    }

    /** A refusal whose item has vanished meanwhile is not possible: the item comes with the refusal. */
    private static Leasing granted(Written written, Lease wanted) {
        Lease now = read(written.item());
        return now.owner().equals(wanted.owner()) ? new Leasing.Granted(now) : new Leasing.Held(now);
    }

    static Lease read(Item item) {
        return new Lease(item.text("owner"), item.text("run"), item.instant("since"));
    }
}
