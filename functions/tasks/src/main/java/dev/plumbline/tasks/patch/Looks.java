package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.patching.Patchable;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.directory.PatchableStack;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Asks accounts what can be patched there now. Changes nothing. */
final class Looks {

    private final Ledger ledger;
    private final Sessions sessions;
    private final Patchers patchers;
    private final Costs costs;
    private final InstantSource clock;

    @Inject
    Looks(Ledger ledger, Sessions sessions, Patchers patchers, Costs costs, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.patchers = requireNonNull(patchers, "patchers is null");
        this.costs = requireNonNull(costs, "costs is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What is offered.
     *
     * @param subject to what
     * @param offer what
     */
    record Found(Subject subject, Offer offer) {
        Found {
            requireNonNull(subject, "subject is null");
            requireNonNull(offer, "offer is null");
        }
    }

    /**
     * Returns what AWS offers to stacks of one target, and what is declared and not there yet.
     *
     * @param run id of the run for which it is asked
     * @param stacks the stacks as they are declared; one that was not deployed there has nothing
     * @param known what the ledger holds of patches of the target
     */
    List<Found> at(TargetKey target, Collection<PatchableStack> stacks, List<Patch> known, String run) {
        List<Found> found = new ArrayList<>();
        for (Subject subject : subjects(target, stacks, known)) {
            offers(target, subject, run).forEach(offer -> found.add(new Found(subject, offer)));
        }
        return found;
    }

    private List<Subject> subjects(TargetKey target, Collection<PatchableStack> stacks, List<Patch> known) {
        TargetState state = ledger.targets().read(target);
        List<Subject> subjects = new ArrayList<>();
        for (PatchableStack stack : stacks) {
            Optional<StackRecord> record = Optional.ofNullable(state.stacks().get(stack.stack()))
                    .filter(deployed -> !deployed.digest().isEmpty());
            for (Patchable patchable : stack.patchables()) {
                if (record.isPresent() && patchers.knows(patchable.kind())) {
                    subjects.add(new Subject(stack, patchable, stack.patching().read(), record.get(), known));
                }
            }
        }
        return subjects;
    }

    private List<Offer> offers(TargetKey target, Subject subject, String run) {
        Patcher patcher = patchers.of(subject.patchable().kind());
        Calls calls = Calls.in(sessions.assume(target, Role.PATCH, run));
        return costs.counted(
                run,
                target,
                "look/" + subject.stack().stack() + "/" + patcher.kind().word(),
                () -> patcher.look(subject, new Account(calls, patcher.operations(), run, clock.instant())));
    }
}
