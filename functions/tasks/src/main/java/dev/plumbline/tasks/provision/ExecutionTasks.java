package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Executing;
import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.ChangeSet;
import dev.plumbline.accounts.stacks.ChangeSets;
import dev.plumbline.accounts.stacks.Execution;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.forecast.HiddenValues;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.kept.StackReasons;
import dev.plumbline.tasks.kept.TakenName;
import dev.plumbline.tasks.provision.ProvisionAnswer.Done;
import dev.plumbline.tasks.provision.ProvisionAnswer.Settled;
import dev.plumbline.tasks.provision.ProvisionInput.OfStack;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Executes change sets, each at most once for a run and stack, and reads how that ended. Who waits is woken by the
 * account's event; a state that asks again because none came finds here what has happened since.
 */
public final class ExecutionTasks {

    private static final Settled LOOK_AGAIN = new Settled("woken", "");

    private final Ledger ledger;
    private final Workflows workflows;
    private final Sessions sessions;
    private final TargetPlans plans;
    private final Bucket bucket;
    private final Binder binder;
    private final Silence silence;
    private final InstantSource clock;

    /** Creates the tasks. */
    @Inject
    public ExecutionTasks(
            Ledger ledger,
            Workflows workflows,
            Sessions sessions,
            TargetPlans plans,
            Bucket bucket,
            Binder binder,
            Silence silence,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.silence = requireNonNull(silence, "silence is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Stores who waits, executes where nobody has, and looks once. The token is stored first: an event cannot come too
     * early.
     *
     * @throws Stalled where the change set can no longer be executed
     */
    Done execute(ProvisionInput.Execute input) {
        Executing executing = ledger.stacks()
                .executing(input.key(), input.requestToken(), input.token(), clock.instant())
                .orElseThrow(() -> new Stalled(
                        "Another run has begun a change of stack " + input.key() + ". Run again when it is done."));
        silence.note(input, executing);
        Gateways aws = gateways(input);
        if (executing.first()) {
            begin(input, aws);
        }
        Instant at = clock.instant();
        Stack seen = Requests.during(
                Purpose.POLL, () -> aws.stacks().describe(input.key().stackName()));
        if (!executing.first() && !isOf(input.changeSet(), seen)) {
            beginAfterAll(input, aws);
        } else if (isOf(input.changeSet(), seen) && seen.state() != StackState.IN_PROGRESS) {
            workflows.succeed(input.token(), binder.text(settle(input, executing.record(), aws, seen, at)));
        }
        return new Done(null);
    }

    /**
     * Returns how the change ended.
     *
     * @throws Waiting where it has not
     */
    Settled settle(ProvisionInput.Settle input) {
        Gateways aws = gateways(input);
        Instant at = clock.instant();
        Stack seen = aws.stacks().describe(input.key().stackName());
        if (seen.state() == StackState.IN_PROGRESS) {
            throw new Waiting("CloudFormation is at work on stack " + input.key() + ": " + seen.status());
        }
        if (!isOf(input.changeSet(), seen)) {
            throw new Stalled("Somebody else has changed stack " + input.key() + " meanwhile. Run again.");
        }
        Settled settled = settle(input, ledger.stacks().read(input.key()), aws, seen, at);
        if (settled.equals(LOOK_AGAIN)) {
            throw new Waiting("There is newer word of stack " + input.key());
        }
        return settled;
    }

    private void begin(ProvisionInput.Execute input, Gateways aws) {
        Execution execution =
                aws.changeSets().execute(input.key().stackName(), input.changeSet(), input.requestToken());
        if (execution != Execution.BEGUN) {
            throw gone(input);
        }
    }

    /**
     * It was about to be executed and was not: whoever wanted to was killed in between, or the stack does not show it
     * yet.
     */
    private void beginAfterAll(ProvisionInput.Execute input, Gateways aws) {
        ChangeSet seen = Requests.during(
                Purpose.POLL, () -> aws.changeSets().describe(input.key().stackName(), input.changeSet()));
        switch (seen) {
            case ChangeSet.Ready _ -> begin(input, aws);
            case ChangeSet.Executed _ -> {
                // The stack is about to show it; its event, or the next sweep, tells.
            }
            case ChangeSet.Pending _,
                    ChangeSet.Empty _,
                    ChangeSet.Failed _,
                    ChangeSet.Obsolete _,
                    ChangeSet.Missing _ -> throw gone(input);
        }
    }

    private static Stalled gone(ProvisionInput.Execute input) {
        return new Stalled(
                "The change set of stack " + input.key()
                        + " can no longer be executed: the stack was changed by somebody else, or another run took over. Run again.");
    }

    private Settled settle(OfStack of, StackRecord record, Gateways aws, Stack seen, Instant at) {
        return StackState.succeeded(seen.status()) ? succeeded(of, record, seen, at) : failed(of, aws, seen, at);
    }

    private Settled succeeded(OfStack of, StackRecord record, Stack seen, Instant at) {
        InFlight change = record.inFlight()
                .orElseThrow(() -> new Stalled("The ledger has lost the change of stack " + of.key() + ". Run again."));
        Deployed deployed = new Deployed(
                change.digest(),
                seen.outputs(),
                seen.parameters(change.windowed()),
                seen.status(),
                of.target().run(),
                at);
        return ledger.stacks().deployed(of.key(), of.requestToken(), deployed)
                ? new Settled(Outcome.DEPLOYED.label(), "")
                : LOOK_AGAIN;
    }

    private Settled failed(OfStack of, Gateways aws, Stack seen, Instant at) {
        StackReasons reasons =
                new StackReasons(seen.name(), wanted(of), aws.stacks().hidden(seen));
        String reason = TakenName.told(reasons.whyFailed(aws.stacks(), seen, of.requestToken()));
        ledger.stacks().failed(of.key(), of.requestToken(), seen.status(), at);
        return new Settled(Outcome.FAILED.label(), reason + ". " + afterwards(seen));
    }

    /** Also a change that failed is told if its plan is gone; then nothing of its reasons may be. */
    private HiddenValues wanted(OfStack of) {
        try {
            StackPlan plan = plans.stack(of.target(), of.stack());
            Session session = session(of);
            Place place = new Place(session.partition(), session.account(), session.region(), plan.stackName());
            return WantedTemplate.hidden(bucket, plan, plan.resolve(new LedgerOutputs(ledger.stacks())), place);
        } catch (Stalled gone) {
            return HiddenValues.everything();
        }
    }

    private static String afterwards(Stack stack) {
        return switch (stack.state()) {
            case READY -> "It was rolled back to what it was.";
            case CREATE_FAILED ->
                stack.status().equals("ROLLBACK_COMPLETE")
                        ? "Nothing of it is left; the next run creates it again."
                        : "It is in " + stack.status() + " and may still hold resources. Look at its events, delete it,"
                                + " then run again.";
            case ROLLBACK_FAILED -> "The rollback failed, too; the next run continues it.";
            case MISSING, REVIEW, IN_PROGRESS, UPDATE_FAILED, DELETE_FAILED -> "It is in " + stack.status() + ".";
        };
    }

    private static boolean isOf(String changeSet, Stack stack) {
        return stack.changeSetName().filter(changeSet::equals).isPresent();
    }

    private Session session(OfStack of) {
        return sessions.assume(of.target().target(), Role.PROVISION, of.target().run());
    }

    private Gateways gateways(OfStack of) {
        Session session = session(of);
        return new Gateways(Stacks.in(session), ChangeSets.in(session));
    }

    private record Gateways(Stacks stacks, ChangeSets changeSets) {}
}
