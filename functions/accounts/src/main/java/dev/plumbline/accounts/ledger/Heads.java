package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** The heads of the branches that are deployed: which commit, by which run. */
public final class Heads {

    private final Table table;

    Heads(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Returns the head of a branch. The door may read this item and no other. */
    public Head read(String ref) {
        return table.get(Key.head(ref)).map(item -> head(ref, item)).orElseGet(() -> Head.unknown(ref));
    }

    /**
     * Claims a commit for a run. Read the head first, then Git, then claim: nobody can then put an older commit in the
     * place of a newer one. Repeated by the same run for the same commit, it changes nothing.
     *
     * @param read the head as it was read before Git was
     */
    public Claim claim(Head read, String commit, String run) {
        Written written = table.write(Write.to(Key.head(read.ref()))
                .set("head", Values.text(commit))
                .set("run", Values.text(run))
                .set("version", Values.number(read.version() + 1))
                .set("ended", Values.flag(false))
                .set("deployed", Values.flag(false))
                .remove("ungated")
                .remove("ungatedAt")
                .bind("read", Values.number(read.version()))
                .when(unmoved(read.version())));
        Head now = head(read.ref(), written.item());
        boolean holds = written.done() || (now.run().equals(run) && now.commit().equals(commit));
        return holds ? new Claim.Claimed(now) : new Claim.Overtaken(now);
    }

    /**
     * Notes that the run that holds the head has ended; does nothing where another run holds it. Returns whether it was
     * this one.
     */
    public boolean end(String ref, String run, boolean deployed) {
        return table.write(ending(ref, deployed).bind("run", Values.text(run)).when("#run = :run"))
                .done();
    }

    /**
     * Notes that a run has ended without having taken up a commit, although nobody else has since it was named: the
     * version moves on, so that the same delivery, sent again, starts a run of another name. A name is taken for 90
     * days after an execution has ended. Does nothing if the head was claimed meanwhile, or if no movement started the
     * run. Not for a run that was overtaken: whoever sends its delivery for ever would start a run each time. Returns
     * whether the version moved.
     */
    public boolean endUnclaimed(String ref, String run) {
        return MovementName.read(run)
                .map(name -> table.write(Write.to(Key.head(ref))
                                .set("version", Values.number(name.version() + 1))
                                .bind("read", Values.number(name.version()))
                                .when(unmoved(name.version())))
                        .done())
                .orElse(false);
    }

    private static String unmoved(long version) {
        return version == 0 ? "attribute_not_exists(#version) OR #version = :read" : "#version = :read";
    }

    /**
     * Notes that the run that holds the head has deployed its commit everywhere; does nothing where another run holds
     * it. Returns whether it was this one.
     */
    public boolean deployedEverywhere(String ref, String run, String commit, Instant at) {
        return table.write(ending(ref, true)
                        .set("everywhere", Values.text(commit))
                        .set("everywhereAt", Values.instant(at))
                        .bind("run", Values.text(run))
                        .when("#run = :run"))
                .done();
    }

    /** Notes the schedules that were set for a branch. */
    public void scheduled(String ref, String digest) {
        table.write(Write.to(Key.head(ref)).set("schedules", Values.text(digest)));
    }

    /**
     * Notes a commit that was found at the branch's end and that no green workflow vouches for. Found again, it keeps
     * the time at which it was found first; a claim forgets it.
     */
    public void ungated(String ref, String commit, Instant at) {
        table.write(Write.to(Key.head(ref))
                .set("ungated", Values.text(commit))
                .set("ungatedAt", Values.instant(at))
                .when("attribute_not_exists(#ungated) OR #ungated <> :ungated"));
    }

    /** Notes that the branch ends with what was taken up: nothing is left that waits for a workflow. */
    public void nothingUngated(String ref) {
        table.write(Write.to(Key.head(ref)).remove("ungated").remove("ungatedAt"));
    }

    private static Write ending(String ref, boolean deployed) {
        return Write.to(Key.head(ref)).set("ended", Values.flag(true)).set("deployed", Values.flag(deployed));
    }

    private static Head head(String ref, Item item) {
        return new Head(
                ref,
                item.text("head"),
                item.text("run"),
                item.number("version"),
                item.flag("ended"),
                item.flag("deployed"),
                item.text("everywhere"),
                item.instant("everywhereAt"),
                item.text("schedules"),
                item.text("ungated"),
                item.instant("ungatedAt"));
    }
}
