package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Where the newest estate that was read from a branch lies in the bucket. */
public final class Estates {

    private final Table table;

    Estates(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /**
     * An estate that was read.
     *
     * @param commit the commit
     * @param version the version of the branch's head under which it was read
     * @param key where it lies
     */
    public record Known(String commit, long version, String key) {
        /** Checks that nothing is missing. */
        public Known {
            requireNonNull(commit, "commit is null");
            requireNonNull(key, "key is null");
        }
    }

    /** Returns the newest estate of a branch, or nothing where none was read. */
    public Optional<Known> newest(String ref) {
        return table.get(Key.estate(ref))
                .map(item -> new Known(item.text("commit"), item.number("version"), item.text("key")));
    }

    /** Notes an estate; one that was read under an older head changes nothing. */
    public void read(String ref, Known estate) {
        table.write(Write.to(Key.estate(ref))
                .set("commit", Values.text(estate.commit()))
                .set("version", Values.number(estate.version()))
                .set("key", Values.text(estate.key()))
                .when("attribute_not_exists(#version) OR #version <= :version"));
    }
}
