package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.approve.Consents;
import dev.plumbline.tasks.approve.DriftConsents;
import dev.plumbline.tasks.assignment.HalfWay;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.kept.Comeback;
import dev.plumbline.tasks.kept.StackReasons;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Makes the change set of one stack and decides what is to be done with it. A stack that is as it was deployed is left
 * alone, unless its resources were changed behind its back.
 */
public final class ChangeSetTask {

    private final Ledger ledger;
    private final Bucket bucket;
    private final Sessions sessions;
    private final TargetPlans plans;
    private final Lines lines;
    private final Consents consents;
    private final DriftConsents driftConsents;
    private final HalfWay halfWay;
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
            DriftConsents driftConsents,
            HalfWay halfWay,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.lines = requireNonNull(lines, "lines is null");
        this.consents = requireNonNull(consents, "consents is null");
        this.driftConsents = requireNonNull(driftConsents, "driftConsents is null");
        this.halfWay = requireNonNull(halfWay, "halfWay is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Returns what is to be done.
     *
     * @throws Waiting while CloudFormation works on the change set, or somebody on the stack
     * @throws Stalled where a person must act
     */
    Prepared prepare(ProvisionInput.CreateChangeSet input) {
        String blocked = input.target().blocked().get(input.stack());
        if (blocked != null) {
            return Prepared.of("record", "", Outcome.SKIPPED, blocked, new LineStart("none", "", input.since()));
        }
        StackPlan stack = plans.stack(input.target(), input.stack());
        StackRecord record = ledger.stacks().read(input.key());
        LedgerOutputs outputs = new LedgerOutputs(ledger.stacks());
        SortedMap<String, String> parameters = stack.resolve(outputs).orElseThrow(() -> unresolved(stack, outputs));
        String digest = stack.digest(outputs).orElseThrow(() -> unresolved(stack, outputs));
        boolean deployed = record.known() && RunNames.same(record.digest(), digest);
        Optional<String> newer = record.known() && !deployed
                ? halfWay.commit(input.target(), record.run(), record.eventAt())
                : Optional.empty();
        if (newer.isPresent()) {
            return left(input, newer.get());
        }
        boolean current = deployed && patched(stack, record);
        Optional<DriftRecord> drift = current ? drift(input) : Optional.empty();
        if (current && drift.isEmpty()) {
            return current(input, stack, record);
        }
        Session session = sessions.assume(
                input.target().target(), Role.PROVISION, input.target().run());
        StackWork work = new StackWork(input, stack, record, digest, session, lines);
        Comeback comeback = comeback(work, outputs);
        ChangeKind kind = drift.<ChangeKind>map(found -> new DriftRevert(work, found, ledger.drifts(), driftConsents))
                .orElseGet(() -> new TemplateChange(
                        work, new AlreadyThere(stack, session, bucket, parameters), comeback, ledger, consents, clock));
        String template = bucket.url(RunDocuments.template(stack.templateDigest()));
        return new ChangeSetMaking(work, kind, ledger, template, parameters, () -> reasons(work, parameters)).prepare();
    }

    private StackReasons reasons(StackWork work, SortedMap<String, String> parameters) {
        return new StackReasons(
                work.stack().stackName(),
                WantedTemplate.hidden(bucket, work.stack(), Optional.of(parameters), work.place()));
    }

    /**
     * What was kept of removed stacks is looked for in the ledger where a stack is to be made: the plan has seen what
     * of it is gone.
     *
     * @throws Stalled where something of it has a name that the stack needs
     */
    private Comeback comeback(StackWork work, LedgerOutputs outputs) {
        StackPlan stack = work.stack();
        List<Kept> kept = work.isToBeMade() ? ledger.targets().kept(stack.key().target()) : List.of();
        if (kept.isEmpty()) {
            return Comeback.free(stack.key());
        }
        byte[] template = bucket.get(RunDocuments.template(stack.templateDigest()))
                .orElseThrow(() -> new Stalled("The template of " + stack.key() + " is gone from the bucket."
                        + " Start a new run: plumbline reconcile."));
        Comeback comeback = Comeback.of(
                stack.key(),
                Forecast.of(
                        "template.yaml",
                        template,
                        stack.effectiveParameters(outputs).orElseThrow(),
                        work.place()),
                stack.stateful(),
                kept);
        if (comeback.blocked()) {
            throw new Stalled(comeback.told("run plumbline resume " + work.run()));
        }
        return comeback;
    }

    /** A schedule brings no commit anywhere, and takes none back. A patch is for what stands alone. */
    private static Prepared left(ProvisionInput.CreateChangeSet input, String commit) {
        String why = "Commit " + commit + " has changed stack " + input.key()
                + ", and its run has not come to its end there: the push decides.";
        if (!input.target().drift()) {
            throw new Stalled(why);
        }
        return Prepared.of("record", "", Outcome.UNCHANGED, why, new LineStart("none", "", input.since()));
    }

    /** What this run has found changed behind the stack's back, unless it was put back or went by itself meanwhile. */
    private Optional<DriftRecord> drift(ProvisionInput.CreateChangeSet input) {
        return input.target().drift()
                ? ledger.drifts()
                        .ofRun(input.target().run(), input.target().target(), input.stack())
                        .filter(found -> found.state().open())
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
}
