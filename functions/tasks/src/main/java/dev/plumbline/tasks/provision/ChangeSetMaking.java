package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.stacks.ChangeSet;
import dev.plumbline.accounts.stacks.ChangeSetRequest;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.kept.StackReasons;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Makes a change set, or finds the one that was made before, and has its kind decide once CloudFormation has worked it
 * out.
 */
final class ChangeSetMaking {

    private final StackWork work;
    private final ChangeKind kind;
    private final Ledger ledger;
    private final String template;
    private final SortedMap<String, String> parameters;
    private final Supplier<StackReasons> reasons;

    /**
     * Creates it.
     *
     * @param template where CloudFormation reads the template
     * @param parameters every parameter that is given a value
     * @param reasons what of CloudFormation's reasons may be told; asked for only if there is one
     */
    ChangeSetMaking(
            StackWork work,
            ChangeKind kind,
            Ledger ledger,
            String template,
            SortedMap<String, String> parameters,
            Supplier<StackReasons> reasons) {
        this.work = requireNonNull(work, "work is null");
        this.kind = requireNonNull(kind, "kind is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.template = requireNonNull(template, "template is null");
        this.parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        this.reasons = requireNonNull(reasons, "reasons is null");
    }

    /** Returns what is to be done; see {@link ChangeSetTask#prepare}. */
    Prepared prepare() {
        ProvisionInput.CreateChangeSet input = work.input();
        if (input.attempt() == 0 && work.record().status().isEmpty()) {
            ledger.targets().enlist(input.target().target(), input.target().environment());
        }
        LineStart line = work.line(kind.action(work.assumed()));
        if (isExecuting()) {
            return work.goOn(line);
        }
        if (input.attempt() == 0) {
            create(work.assumed());
            return next(work.changeSets().describe(stack().stackName(), work.changeSet()), line);
        }
        if (input.attempt() == 1) {
            // What is ready at once has no line for this; what takes longer has it from its second look on.
            work.changing(line);
        }
        ChangeSet seen = poll();
        if (seen instanceof ChangeSet.Missing) {
            create(StackState.IN_PROGRESS);
            seen = poll();
        }
        return next(seen, line);
    }

    private boolean isExecuting() {
        InFlight wanted = InFlight.begins(
                        work.run(),
                        work.changeSet(),
                        work.digest(),
                        work.input().requestToken())
                .withWindowed(stack().windowed())
                .needing(stack().needs());
        return ledger.stacks()
                .begin(work.key(), wanted)
                .inFlight()
                .filter(InFlight::executing)
                .isPresent();
    }

    private StackPlan stack() {
        return work.stack();
    }

    private ChangeSet poll() {
        return Requests.during(Purpose.POLL, () -> work.changeSets().describe(stack().stackName(), work.changeSet()));
    }

    /** Does without looking at the stack where it is known; what CloudFormation then refuses is looked at. */
    private void create(StackState assumed) {
        if (assumed != StackState.MISSING && assumed != StackState.READY) {
            create(clear());
            return;
        }
        ChangeSetRequest.Kind expected =
                assumed == StackState.READY ? ChangeSetRequest.Kind.UPDATE : ChangeSetRequest.Kind.CREATE;
        try {
            work.changeSets().create(request(expected));
        } catch (Stalled refused) {
            ChangeSetRequest.Kind actual = clear();
            if (actual == expected) {
                throw reasons.get().told(refused);
            }
            create(actual);
        }
    }

    private void create(ChangeSetRequest.Kind wanted) {
        try {
            work.changeSets().create(request(wanted));
        } catch (Stalled refused) {
            throw reasons.get().told(refused);
        }
    }

    private ChangeSetRequest.Kind clear() {
        return work.clearing().clear(work.stacks().describe(stack().stackName()));
    }

    private ChangeSetRequest request(ChangeSetRequest.Kind wanted) {
        Assignment target = work.input().target();
        return kind.shaped(new ChangeSetRequest(
                stack().stackName(),
                work.changeSet(),
                wanted,
                template,
                parameters,
                wanted == ChangeSetRequest.Kind.UPDATE ? kept() : new TreeSet<>(),
                stack().tags(),
                Role.executionRoleArn(target.account(), target.region()),
                work.input().requestToken(),
                "Commit " + target.commit() + ", run " + target.run()));
    }

    /**
     * Parameters that wait for a window stay as they are, and those that AWS itself has outrun, save those that this
     * run is to patch.
     */
    private SortedSet<String> kept() {
        SortedSet<String> kept = new TreeSet<>(stack().waiting());
        kept.addAll(stack().outrun(work.record().moved(), parameters));
        kept.removeAll(stack().patch().keySet());
        if (!work.record().windowed().keySet().containsAll(kept)) {
            kept.retainAll(
                    work.stacks().describe(stack().stackName()).parameters().keySet());
        }
        return kept;
    }

    private Prepared next(ChangeSet seen, LineStart line) {
        return switch (seen) {
            case ChangeSet.Pending _ -> throw new Waiting("CloudFormation works out the changes of " + work.key());
            case ChangeSet.Missing _ ->
                throw new Waiting("The change set of " + work.key() + " is gone; it is made again");
            case ChangeSet.Ready ready -> kind.ready(ready.changes());
            case ChangeSet.Empty _ -> kind.empty();
            case ChangeSet.Failed failed -> kind.failed(reasons.get().told(failed.reason()));
            case ChangeSet.Executed _ -> work.goOn(line);
            case ChangeSet.Obsolete _ -> {
                work.discard();
                throw new Waiting("Stack " + work.key() + " was changed meanwhile; its change set is made again");
            }
        };
    }
}
