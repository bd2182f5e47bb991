package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What is held of each stack. While a change is under way the record is not {@code known}, so that a run that dies
 * half-way leaves a stack that the next one looks up.
 */
public final class StackRecords {

    private static final String NOT_NEWER = "(attribute_not_exists(#eventAt) OR #eventAt <= :eventAt)";
    private static final String OURS = "#requestToken = :requestToken";
    private static final String FOREIGN = "(attribute_not_exists(#requestToken) OR #requestToken <> :requestToken)";

    private final Table table;

    StackRecords(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Returns what is held of a stack. */
    public StackRecord read(StackKey stack) {
        return table.get(Key.stack(stack))
                .map(item -> StackItems.read(stack, item))
                .orElseGet(() -> StackRecord.unknown(stack));
    }

    /**
     * Notes a change that is to be made, in the place of one of another run, or of the same run as long as that was not
     * executed. Returns the record: its change in flight is the wanted one, or the one of this run that is being
     * executed.
     */
    public StackRecord begin(StackKey stack, InFlight wanted) {
        Write write = Write.to(Key.stack(stack))
                .set("stackName", Values.text(stack.stackName()))
                .set("changeRun", Values.text(wanted.run()))
                .set("changeSet", Values.text(wanted.changeSet()))
                .set("changeDigest", Values.text(wanted.digest()))
                .set("requestToken", Values.text(wanted.requestToken()))
                .set("changeNeeds", Values.text(StackItems.text(wanted.needs())))
                .remove("executing")
                .remove("token");
        Write whole = wanted.windowed().isEmpty()
                ? write.remove("changeWindowed")
                : write.set("changeWindowed", Values.set(wanted.windowed()));
        Written written = table.write(whole.when(FOREIGN + " OR attribute_not_exists(#executing)"));
        return StackItems.read(stack, written.item());
    }

    /**
     * Notes that a change is about to be executed and which task waits for its end, and forgets that the stack is
     * known. One write where nobody was here before. Whoever is not the first must not execute before having looked at
     * the stack.
     *
     * @return nothing where another change has taken this one's place
     */
    public Optional<Executing> executing(StackKey stack, String requestToken, String taskToken, Instant at) {
        Written first = table.write(waiting(stack, requestToken, taskToken)
                .set("executing", Values.instant(at))
                .set("known", Values.flag(false))
                .when(OURS + " AND attribute_not_exists(#executing)"));
        if (first.done() || !isOf(requestToken, first.item())) {
            return executing(stack, first, true);
        }
        return executing(
                stack, table.write(waiting(stack, requestToken, taskToken).when(OURS)), false);
    }

    private static Write waiting(StackKey stack, String requestToken, String taskToken) {
        return Write.to(Key.stack(stack))
                .set("token", Values.text(taskToken))
                .bind("requestToken", Values.text(requestToken));
    }

    private static Optional<Executing> executing(StackKey stack, Written written, boolean first) {
        return written.done()
                ? Optional.of(new Executing(
                        StackItems.read(stack, written.item()),
                        first,
                        written.item().instant("executing")))
                : Optional.empty();
    }

    private static boolean isOf(String requestToken, Item item) {
        return item.find("requestToken").filter(requestToken::equals).isPresent();
    }

    /**
     * Notes that a change has ended well. Returns false, and the stack stays unknown, where the stack was changed by
     * somebody else since, or where another change has taken this one's place. What was verified before no longer
     * counts.
     */
    public boolean deployed(StackKey stack, String requestToken, Deployed seen) {
        return table.write(settled(stack, seen)
                        .set("verdict", Values.text(Verdict.UNKNOWN.label()))
                        .copy("needs", "changeNeeds")
                        .bind("requestToken", Values.text(requestToken))
                        .when(NOT_NEWER + " AND " + OURS))
                .done();
    }

    /**
     * Notes that a stack was looked up and is as intended without a change. Returns false where something newer is
     * known of it.
     */
    public boolean seen(StackKey stack, Deployed seen) {
        return table.write(settled(stack, seen).when(NOT_NEWER)).done();
    }

    /** Notes that what is deployed has the outputs of other stacks in it than those it was deployed with. */
    public void needs(StackKey stack, SortedSet<StackKey> needs) {
        table.write(Write.to(Key.stack(stack)).set("needs", Values.text(StackItems.text(needs))));
    }

    /** Notes how far AWS itself has moved what parameters of a stack declare. */
    public void moved(StackKey stack, SortedMap<String, String> reached) {
        Write write = Write.to(Key.stack(stack));
        table.write(reached.isEmpty() ? write.remove("moved") : write.set("moved", Values.texts(reached)));
    }

    /** Forgets a stack that was removed; does nothing where another change has taken the place of the removal. */
    public void forget(StackKey stack, String requestToken) {
        table.delete(Write.to(Key.stack(stack))
                .bind("requestToken", Values.text(requestToken))
                .when(OURS));
    }

    /** Notes that a change has ended in another way than well: the stack is not known until it is looked up. */
    public void failed(StackKey stack, String requestToken, String status, Instant at) {
        table.write(Write.to(Key.stack(stack))
                .set("status", Values.text(status))
                .set("eventAt", Values.instant(at))
                .set("known", Values.flag(false))
                .remove("token")
                .bind("requestToken", Values.text(requestToken))
                .when(NOT_NEWER + " AND " + OURS));
    }

    /**
     * Notes what verification found.
     *
     * @param checks the details, as the verify task writes and reads them
     */
    public void verified(StackKey stack, Verdict verdict, String checks) {
        table.write(Write.to(Key.stack(stack))
                .set("stackName", Values.text(stack.stackName()))
                .set("verdict", Values.text(verdict.label()))
                .set("checks", Values.text(checks)));
    }

    /**
     * Notes what an account tells of a stack of which something is held. An older event changes nothing; one of a
     * change that is not ours makes the stack unknown.
     *
     * @return nothing, and nothing is noted, where nothing is held of the stack
     */
    public Optional<Heard> heard(StackKey stack, StackEvent event) {
        Written ours = table.write(status(stack, event).when(NOT_NEWER + " AND " + OURS));
        if (ours.item().attributes().isEmpty()) {
            return Optional.empty();
        }
        if (isOf(event.requestToken(), ours.item())) {
            return Optional.of(new Heard(StackItems.read(stack, ours.item()), ours.done(), true));
        }
        Written foreign = table.write(changedByOthers(stack, event));
        return Optional.of(new Heard(StackItems.read(stack, foreign.item()), foreign.done(), false));
    }

    /** Notes that a stack was looked up and is not as this ledger left it, or that it never knew of it. */
    public void changed(StackKey stack, StackEvent seen) {
        table.write(changedByOthers(stack, seen));
    }

    private static Write changedByOthers(StackKey stack, StackEvent event) {
        return status(stack, event).set("known", Values.flag(false)).when(NOT_NEWER + " AND " + FOREIGN);
    }

    private static Write status(StackKey stack, StackEvent event) {
        return Write.to(Key.stack(stack))
                .set("stackName", Values.text(stack.stackName()))
                .set("status", Values.text(event.status()))
                .set("eventAt", Values.instant(event.at()))
                .bind("requestToken", Values.text(event.requestToken()));
    }

    private static Write settled(StackKey stack, Deployed seen) {
        return Write.to(Key.stack(stack))
                .set("stackName", Values.text(stack.stackName()))
                .set("digest", Values.text(seen.digest()))
                .set("outputs", Values.texts(seen.outputs()))
                .set("windowed", Values.texts(seen.windowed()))
                .set("status", Values.text(seen.status()))
                .set("run", Values.text(seen.run()))
                .set("eventAt", Values.instant(seen.at()))
                .set("known", Values.flag(true))
                .remove("token");
    }
}
