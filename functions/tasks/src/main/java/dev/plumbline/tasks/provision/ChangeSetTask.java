package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.changes.ChangeCounts;
import dev.plumbline.accounts.changes.ChangesDigest;
import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.ChangeSet;
import dev.plumbline.accounts.stacks.ChangeSetRequest;
import dev.plumbline.accounts.stacks.ChangeSets;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.approve.Consent;
import dev.plumbline.tasks.approve.Consents;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes the change set of one stack and decides what is to be done with it. Its name is a function of run, stack and
 * what is deployed, so that whoever repeats this finds what was made before.
 */
public final class ChangeSetTask {

    private final Ledger ledger;
    private final Bucket bucket;
    private final Sessions sessions;
    private final TargetPlans plans;
    private final Lines lines;
    private final Consents consents;
    private final InstantSource clock;

    /** Creates the task. */
    @Inject
    public ChangeSetTask(
            Ledger ledger,
            Bucket bucket,
            Sessions sessions,
            TargetPlans plans,
            Lines lines,
            Consents consents,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.lines = requireNonNull(lines, "lines is null");
        this.consents = requireNonNull(consents, "consents is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Returns what is to be done.
     *
     * @throws Waiting while CloudFormation works on the change set, or somebody on the stack
     * @throws Stalled where a person must act
     */
    Prepared prepare(ProvisionInput.CreateChangeSet input) {
        StackPlan stack = plans.stack(input.target(), input.stack());
        StackRecord record = ledger.stacks().read(input.key());
        LedgerOutputs outputs = new LedgerOutputs(ledger.stacks());
        SortedMap<String, String> parameters = stack.resolve(outputs).orElseThrow(() -> unresolved(stack, outputs));
        String digest = stack.digest(outputs).orElseThrow(() -> unresolved(stack, outputs));
        if (record.known() && RunNames.same(record.digest(), digest) && patched(stack, record)) {
            Optional<DriftRecord> drift = drift(input);
            return drift.isEmpty()
                    ? current(input, stack, record)
                    : new OneStack(input, stack, record, parameters, digest, drift).prepare();
        }
        return new OneStack(input, stack, record, parameters, digest, Optional.empty()).prepare();
    }

    /** What this run has found changed behind the stack's back. */
    private Optional<DriftRecord> drift(ProvisionInput.CreateChangeSet input) {
        return input.target().drift()
                ? ledger.drifts().ofRun(input.target().run(), input.target().target(), input.stack())
                : Optional.empty();
    }

    /** Whether a stack has what a patch wants; what is no patch wants nothing. */
    private static boolean patched(StackPlan stack, StackRecord record) {
        return record.windowed().entrySet().containsAll(stack.patch().entrySet());
    }

    /** The same values may come from elsewhere than before, which nobody but the ledger has to know. */
    private Prepared current(ProvisionInput.CreateChangeSet input, StackPlan stack, StackRecord record) {
        if (!stack.needs().equals(record.needs())) {
            ledger.stacks().needs(input.key(), stack.needs());
        }
        String decision = record.verdict() == Verdict.HEALTHY ? "record" : "verify";
        LineStart line = new LineStart("none", "", input.since());
        return Prepared.of(decision, "", Outcome.UNCHANGED, "", line);
    }

    private static Stalled unresolved(StackPlan stack, LedgerOutputs outputs) {
        String missing =
                stack.unknown(outputs).stream().map(OutputKey::toString).collect(joining(", "));
        return new Stalled("Stack " + stack.key() + " at " + stack.position() + " refers to " + missing
                + ", which is not known: the stack that has it is not deployed, or was changed by somebody else."
                + " Once it is deployed, run again.");
    }

    /** The work on one stack whose digest is not the deployed one, or whose resources are not as they were deployed. */
    private final class OneStack {

        private final ProvisionInput.CreateChangeSet input;
        private final StackPlan stack;
        private final StackRecord record;
        private final SortedMap<String, String> parameters;
        private final String digest;
        private final String name;
        private final Stacks stacks;
        private final ChangeSets changeSets;
        private final LineStart line;
        private final Optional<DriftRecord> drift;

        OneStack(
                ProvisionInput.CreateChangeSet input,
                StackPlan stack,
                StackRecord record,
                SortedMap<String, String> parameters,
                String digest,
                Optional<DriftRecord> drift) {
            this.input = input;
            this.stack = stack;
            this.record = record;
            this.parameters = parameters;
            this.digest = digest;
            this.name = input.target().names().changeSet(digest);
            Session session = sessions.assume(
                    input.target().target(), Role.PROVISION, input.target().run());
            this.stacks = Stacks.in(session);
            this.changeSets = ChangeSets.in(session);
            this.drift = drift;
            this.line = new LineStart(action(), "", input.since());
        }

        Prepared prepare() {
            if (input.attempt() == 0 && record.status().isEmpty()) {
                ledger.targets().enlist(input.target().target(), input.target().environment());
            }
            InFlight wanted = InFlight.begins(input.target().run(), name, digest, input.requestToken())
                    .withWindowed(stack.windowed())
                    .needing(stack.needs());
            boolean executing = ledger.stacks()
                    .begin(input.key(), wanted)
                    .inFlight()
                    .filter(InFlight::executing)
                    .isPresent();
            if (executing) {
                return execute(line);
            }
            if (input.attempt() == 0) {
                create(assumed());
                return next(changeSets.describe(stack.stackName(), name));
            }
            if (input.attempt() == 1) {
                // What is ready at once has no line for this; what takes longer has it from its second look on.
                lines.put(input, line, Phase.CHANGING, Verdict.UNKNOWN, "");
            }
            ChangeSet seen = poll();
            if (seen instanceof ChangeSet.Missing) {
                create(StackState.IN_PROGRESS);
                seen = poll();
            }
            return next(seen);
        }

        /** What the ledger has heard of the stack; a stack of which nothing was ever heard is taken to be missing. */
        private StackState assumed() {
            return record.status().isEmpty() ? StackState.MISSING : StackState.of(record.status());
        }

        private String action() {
            if (drift.isPresent()) {
                return "revert";
            }
            return assumed() == StackState.READY ? "update" : "create";
        }

        private ChangeSet poll() {
            return Requests.during(Purpose.POLL, () -> changeSets.describe(stack.stackName(), name));
        }

        /** Does without looking at the stack where it is known; what CloudFormation then refuses is looked at. */
        private void create(StackState assumed) {
            if (assumed != StackState.MISSING && assumed != StackState.READY) {
                changeSets.create(request(clear()));
                return;
            }
            ChangeSetRequest.Kind kind =
                    assumed == StackState.READY ? ChangeSetRequest.Kind.UPDATE : ChangeSetRequest.Kind.CREATE;
            try {
                changeSets.create(request(kind));
            } catch (Stalled refused) {
                ChangeSetRequest.Kind actual = clear();
                if (actual == kind) {
                    throw refused;
                }
                changeSets.create(request(actual));
            }
        }

        private ChangeSetRequest.Kind clear() {
            return clearing().clear(stacks.describe(stack.stackName()));
        }

        private Clearing clearing() {
            return new Clearing(stacks, input.key(), input.target().names().clearingToken(input.key()));
        }

        private ChangeSetRequest request(ChangeSetRequest.Kind kind) {
            ChangeSetRequest plain = new ChangeSetRequest(
                    stack.stackName(),
                    name,
                    kind,
                    bucket.url(RunDocuments.template(stack.templateDigest())),
                    parameters,
                    kind == ChangeSetRequest.Kind.UPDATE ? kept() : new TreeSet<>(),
                    stack.tags(),
                    Role.executionRoleArn(
                            input.target().account(), input.target().region()),
                    input.requestToken(),
                    "Commit " + input.target().commit() + ", run "
                            + input.target().run());
            return drift.isPresent() && kind == ChangeSetRequest.Kind.UPDATE ? plain.reverting() : plain;
        }

        /** Parameters that wait for a window stay as they are, save those that this run is to patch. */
        private SortedSet<String> kept() {
            SortedSet<String> kept = new TreeSet<>(stack.waiting());
            kept.removeAll(stack.patch().keySet());
            if (!record.windowed().keySet().containsAll(kept)) {
                kept.retainAll(stacks.describe(stack.stackName()).parameters().keySet());
            }
            return kept;
        }

        private Prepared next(ChangeSet seen) {
            return switch (seen) {
                case ChangeSet.Pending _ -> throw new Waiting("CloudFormation works out the changes of " + stack.key());
                case ChangeSet.Missing _ ->
                    throw new Waiting("The change set of " + stack.key() + " is gone; it is made again");
                case ChangeSet.Ready ready ->
                    drift.isPresent() ? decide(drift.get(), ready.changes()) : decide(ready.changes());
                case ChangeSet.Empty _ -> drift.isPresent() ? unconfirmed(drift.get()) : emptied();
                case ChangeSet.Failed failed ->
                    drift.isPresent() ? stuck(drift.get(), failed.reason()) : failed(failed.reason());
                case ChangeSet.Executed _ -> execute(line);
                case ChangeSet.Obsolete _ -> {
                    changeSets.delete(stack.stackName(), name);
                    throw new Waiting("Stack " + stack.key() + " was changed meanwhile; its change set is made again");
                }
            };
        }

        private Prepared decide(List<Change> changes) {
            LineStart told =
                    new LineStart(line.action(), ChangeCounts.of(changes).toString(), line.startedAt());
            boolean creating = assumed() != StackState.READY
                    && changes.stream().allMatch(change -> change.action() == Change.Action.ADD);
            return switch (Decision.on(stack, changes, creating)) {
                case Decision.Allowed _ -> {
                    lines.put(input, told, Phase.EXECUTING, Verdict.UNKNOWN, "");
                    yield execute(told);
                }
                case Decision.Asks(String reason) -> answered(reason, changes, told);
            };
        }

        /** What was approved is exactly these changes; whether they still are these is seen by their digest. */
        private Prepared answered(String reason, List<Change> changes, LineStart told) {
            Asked question = new Asked(
                    ChangesDigest.of(digest, changes),
                    reason,
                    told.changes(),
                    stack.approvalsExpireAfter().toSeconds());
            return switch (consents.to(input.target().run(), input.key(), question)) {
                case Consent.Given _ -> {
                    lines.put(input, told, Phase.EXECUTING, Verdict.UNKNOWN, "");
                    yield execute(told);
                }
                case Consent.Refused(String why) -> {
                    leave();
                    yield Prepared.of("record", "", Outcome.STALLED, why, told);
                }
                case Consent.Needed(Asked needed) -> {
                    leave();
                    lines.put(input, told, Phase.APPROVING, Verdict.UNKNOWN, needed.text());
                    yield Prepared.asks(needed, told);
                }
            };
        }

        /** Leaves nothing behind that somebody could execute, nor a stack that is only the shell of a change set. */
        private void leave() {
            changeSets.delete(stack.stackName(), name);
            if (assumed() != StackState.READY) {
                clearing().removeShell(stacks.describe(stack.stackName()));
            }
        }

        private Prepared decide(DriftRecord found, List<Change> changes) {
            LineStart told =
                    new LineStart(line.action(), ChangeCounts.of(changes).toString(), line.startedAt());
            boolean wanted = input.target().reverts().contains(found.digest());
            return switch (DriftDecision.on(stack, found.entries(), changes, wanted)) {
                case DriftDecision.Revert _ -> {
                    ledger.drifts().become(found, DriftState.REVERTING, "");
                    lines.put(input, told, Phase.EXECUTING, Verdict.UNKNOWN, "");
                    yield execute(told);
                }
                case DriftDecision.Ask(Decision.Asks(String reason)) -> ask(found, reason, told);
                case DriftDecision.Report _ -> left(found, DriftState.REPORTED, "Drift is reported and left");
                case DriftDecision.Unconfirmed _ -> unconfirmed(found);
            };
        }

        /** Who was told of the same before is not asked again: it is open until somebody decides. */
        private Prepared ask(DriftRecord found, String reason, LineStart told) {
            ledger.drifts().become(found, DriftState.ASKED, reason);
            changeSets.delete(stack.stackName(), name);
            Outcome outcome = found.told() ? Outcome.UNCHANGED : Outcome.STALLED;
            LineStart left = new LineStart("none", told.changes(), told.startedAt());
            return new Prepared("record", "", outcome.label(), reason, left, null);
        }

        private Prepared stuck(DriftRecord found, String reason) {
            return ask(found, "Drift cannot be put back: " + reason, line);
        }

        private Prepared unconfirmed(DriftRecord found) {
            return left(found, DriftState.UNCONFIRMED, "");
        }

        private Prepared left(DriftRecord found, DriftState state, String reason) {
            ledger.drifts().become(found, state, reason);
            changeSets.delete(stack.stackName(), name);
            String decision = record.verdict() == Verdict.HEALTHY ? "record" : "verify";
            return new Prepared(
                    decision, "", Outcome.UNCHANGED.label(), reason, new LineStart("none", "", line.startedAt()), null);
        }

        private Prepared execute(LineStart told) {
            return Prepared.of("execute", name, Outcome.FAILED, "", told);
        }

        /**
         * What is deployed is what is intended, though its digest is another: a template that says the same in other
         * words.
         */
        private Prepared emptied() {
            Instant at = clock.instant();
            changeSets.delete(stack.stackName(), name);
            SortedMap<String, String> outputs = record.outputs();
            SortedMap<String, String> windowed = record.windowed();
            String status = record.status();
            if (!record.known() || !windowed.keySet().equals(stack.windowed())) {
                Stack seen = stacks.describe(stack.stackName());
                outputs = seen.outputs();
                windowed = seen.parameters(stack.windowed());
                status = seen.status();
            }
            Deployed deployed = new Deployed(
                    digest, outputs, windowed, status, input.target().run(), at);
            if (!ledger.stacks().deployed(input.key(), input.requestToken(), deployed)) {
                throw new Waiting("Stack " + stack.key() + " was changed meanwhile; it is looked at again");
            }
            return Prepared.of("verify", "", Outcome.UNCHANGED, "", new LineStart("none", "", line.startedAt()));
        }

        private Prepared failed(String reason) {
            changeSets.delete(stack.stackName(), name);
            return Prepared.of("record", "", Outcome.FAILED, "CloudFormation refused the change: " + reason, line);
        }
    }
}
