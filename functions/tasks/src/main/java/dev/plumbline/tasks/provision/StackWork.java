package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.changes.ChangeCounts;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.ChangeSets;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import java.util.List;

/** One stack whose change set is made in one call, with what every kind of change does to it alike. */
final class StackWork {

    private final ProvisionInput.CreateChangeSet input;
    private final StackPlan stack;
    private final StackRecord record;
    private final String digest;
    private final Stacks stacks;
    private final ChangeSets changeSets;
    private final Place place;
    private final Lines lines;

    /**
     * Begins the work.
     *
     * @param record what the ledger holds of the stack
     * @param digest digest of what the stack is to be
     * @param session the role that may change the account
     */
    StackWork(
            ProvisionInput.CreateChangeSet input,
            StackPlan stack,
            StackRecord record,
            String digest,
            Session session,
            Lines lines) {
        this.input = requireNonNull(input, "input is null");
        this.stack = requireNonNull(stack, "stack is null");
        this.record = requireNonNull(record, "record is null");
        this.digest = requireNonNull(digest, "digest is null");
        this.stacks = Stacks.in(session);
        this.changeSets = ChangeSets.in(session);
        this.place = new Place(session.partition(), session.account(), session.region(), stack.stackName());
        this.lines = requireNonNull(lines, "lines is null");
    }

    ProvisionInput.CreateChangeSet input() {
        return input;
    }

    String run() {
        return input.target().run();
    }

    StackKey key() {
        return input.key();
    }

    StackPlan stack() {
        return stack;
    }

    StackRecord record() {
        return record;
    }

    String digest() {
        return digest;
    }

    Stacks stacks() {
        return stacks;
    }

    ChangeSets changeSets() {
        return changeSets;
    }

    /** The change set's name is a function of run, stack and what is deployed: whoever repeats finds it. */
    String changeSet() {
        return input.target().names().changeSet(digest);
    }

    /** What the ledger has heard of the stack; a stack of which nothing was ever heard is taken to be missing. */
    StackState assumed() {
        return record.status().isEmpty() ? StackState.MISSING : StackState.of(record.status());
    }

    /** Whether there is no such stack, and this run is not making it already. */
    boolean isToBeMade() {
        boolean begun = record.inFlight()
                .filter(change -> change.executing() && change.requestToken().equals(input.requestToken()))
                .isPresent();
        return !begun
                && switch (assumed()) {
                    case MISSING, REVIEW, CREATE_FAILED -> true;
                    case READY, IN_PROGRESS, UPDATE_FAILED, ROLLBACK_FAILED, DELETE_FAILED -> false;
                };
    }

    /** Where it stands, or would. */
    Place place() {
        return place;
    }

    Clearing clearing() {
        return new Clearing(stacks, input.key(), input.target().names().clearingToken(input.key()));
    }

    /** The beginning of the stack's line, before it is known what changes. */
    LineStart line(String action) {
        return new LineStart(action, "", input.since());
    }

    LineStart line(String action, List<Change> changes) {
        return new LineStart(action, ChangeCounts.of(changes).toString(), input.since());
    }

    /** What is known to be executed already. */
    Prepared goOn(LineStart told) {
        return Prepared.of("execute", changeSet(), Outcome.FAILED, "", told);
    }

    Prepared execute(LineStart told) {
        lines.put(input, told, Phase.EXECUTING, Verdict.UNKNOWN, "");
        return goOn(told);
    }

    /** Asks, and leaves nothing behind that could be executed before somebody has answered. */
    Prepared ask(Asked question, LineStart told) {
        leave();
        lines.put(input, told, Phase.APPROVING, Verdict.UNKNOWN, question.text());
        return Prepared.asks(question, told);
    }

    /** Ends with the answer of a person who does not want it. */
    Prepared refused(String why, LineStart told) {
        leave();
        return Prepared.of("record", "", Outcome.STALLED, why, told);
    }

    /** Writes that CloudFormation works out the changes. */
    void changing(LineStart line) {
        lines.put(input, line, Phase.CHANGING, Verdict.UNKNOWN, "");
    }

    void discard() {
        changeSets.delete(stack.stackName(), changeSet());
    }

    /** Leaves nothing behind that somebody could execute, nor a stack that is only the shell of a change set. */
    private void leave() {
        discard();
        if (assumed() != StackState.READY) {
            clearing().removeShell(stacks.describe(stack.stackName()));
        }
    }
}
