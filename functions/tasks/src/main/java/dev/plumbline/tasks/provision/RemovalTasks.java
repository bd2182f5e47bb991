package dev.plumbline.tasks.provision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.balancers.Balancers;
import dev.plumbline.accounts.ledger.Executing;
import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.names.CustomNames;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.ChangeSets;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.blueprint.Leavings;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.forecast.FutureResource;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.estate.plan.Removal;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.approve.Consent;
import dev.plumbline.tasks.approve.Consents;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.kept.StackReasons;
import dev.plumbline.tasks.provision.ProvisionAnswer.Done;
import dev.plumbline.tasks.provision.ProvisionAnswer.Prepared;
import dev.plumbline.tasks.provision.ProvisionAnswer.Settled;
import dev.plumbline.tasks.provision.ProvisionInput.OfStack;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Removes stacks that left Git. It goes the way of every other change of a stack, with other work in its states:
 * prepared and judged, asked, executed and settled. A removal always asks.
 */
public final class RemovalTasks {

    /** Stands in the place of a change set's name: a deletion has none. */
    static final String CHANGE = "removal";

    private static final String DELETING = "DELETE_IN_PROGRESS";

    private final Ledger ledger;
    private final Workflows workflows;
    private final Sessions sessions;
    private final TargetPlans plans;
    private final Lines lines;
    private final Consents consents;
    private final Binder binder;
    private final Remains remains;
    private final Silence silence;
    private final InstantSource clock;

    /** Creates the tasks. */
    @Inject
    public RemovalTasks(
            Ledger ledger,
            Workflows workflows,
            Sessions sessions,
            TargetPlans plans,
            Lines lines,
            Consents consents,
            Binder binder,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.lines = requireNonNull(lines, "lines is null");
        this.consents = requireNonNull(consents, "consents is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.remains = new Remains(ledger.targets(), clock);
        this.silence = new Silence(ledger, clock);
    }

    /** Returns the removal that something is asked about, or nothing where the stack is not removed. */
    Optional<Removal> of(OfStack of) {
        return plans.of(of.target()).removal(of.stack());
    }

    /**
     * Returns what is to be done.
     *
     * @throws Waiting while somebody is at work on the stack
     * @throws Stalled where another stack still uses it, or data would be lost that nobody has spoken of
     */
    Prepared prepare(ProvisionInput.CreateChangeSet input, Removal removal) {
        Stacks stacks = Stacks.in(session(input));
        Stack seen = stacks.describe(removal.key().stackName());
        LineStart line = new LineStart("remove", "", input.since());
        if (seen.state() == StackState.MISSING) {
            begin(input);
            ledger.stacks().forget(input.key(), input.requestToken());
            return Prepared.of("record", "", Outcome.REMOVED, "It was gone already", line);
        }
        if (seen.status().equals(DELETING)) {
            begin(input);
            return Prepared.of("execute", CHANGE, Outcome.FAILED, "", line);
        }
        if (seen.state() == StackState.IN_PROGRESS) {
            throw new Waiting("Somebody is at work on stack " + input.key() + ": " + seen.status());
        }
        unused(removal);
        return judged(input, seen, departure(stacks, removal.key().stackName()), line);
    }

    /** Stores who waits, deletes, and looks once; repeated, it deletes again what is still there. */
    Done execute(ProvisionInput.Execute input) {
        Executing executing = ledger.stacks()
                .executing(input.key(), input.requestToken(), input.token(), clock.instant())
                .orElseThrow(() -> new Stalled(
                        "Another run has begun a change of stack " + input.key() + ". Run again when it is done."));
        silence.note(input, executing);
        Stacks stacks = Stacks.in(session(input));
        Stack seen = stacks.describe(input.key().stackName());
        if (isToBeDeleted(seen, executing.first())) {
            remains.keep(input, departure(stacks, input.key().stackName()), names(input, stacks, seen));
            if (!stacks.deleteUnlessProtected(seen.name(), executionRole(input), input.requestToken())) {
                throw new Stalled(
                        "Stack " + input.key() + " is protected from deletion again: somebody has protected it"
                                + " meanwhile, or another run took over. Run again.");
            }
        }
        Stack now =
                Requests.during(Purpose.POLL, () -> stacks.describe(input.key().stackName()));
        if (now.state() != StackState.IN_PROGRESS) {
            workflows.succeed(input.token(), binder.text(settled(input, stacks, now)));
        }
        return new Done(null);
    }

    /**
     * Returns how the deletion ended.
     *
     * @throws Waiting where it has not
     */
    Settled settle(ProvisionInput.Settle input) {
        Stacks stacks = Stacks.in(session(input));
        Stack seen = stacks.describe(input.key().stackName());
        if (seen.state() == StackState.IN_PROGRESS) {
            throw new Waiting("CloudFormation is at work on stack " + input.key() + ": " + seen.status());
        }
        return settled(input, stacks, seen);
    }

    /** Where this run's own deletion has failed, a person must look; one that failed before is tried again. */
    private static boolean isToBeDeleted(Stack seen, boolean first) {
        return switch (seen.state()) {
            case MISSING, IN_PROGRESS -> false;
            case DELETE_FAILED -> first;
            case REVIEW, READY, CREATE_FAILED, UPDATE_FAILED, ROLLBACK_FAILED -> true;
        };
    }

    /** Whoever used an output has been deployed without it by now, unless their change failed. */
    private void unused(Removal removal) {
        List<String> using = removal.dependants().stream()
                .filter(dependant -> ledger.stacks().read(dependant).needs().contains(removal.key()))
                .map(StackKey::toString)
                .toList();
        if (!using.isEmpty()) {
            throw new Stalled("Stack " + removal.key() + " is kept back: " + String.join(", ", using)
                    + (using.size() == 1 ? " was" : " were")
                    + " deployed with its outputs and still stands. Deploy or remove what uses it, then run again.");
        }
    }

    private static Departure departure(Stacks stacks, String name) {
        String template = stacks.template(name).orElse("");
        return new Departure(stacks.resources(name), Leavings.read(template).orElseGet(TreeMap::new));
    }

    /**
     * What the deployed template calls its resources, by which nothing else can be called as long as they are there.
     */
    private Map<String, String> names(OfStack of, Stacks stacks, Stack seen) {
        String template = stacks.template(seen.name()).orElse("");
        String file = template.stripLeading().startsWith("{") ? "template.json" : "template.yaml";
        Place place = new Place(
                session(of).partition(), of.target().account(), of.target().region(), seen.name());
        Map<String, String> names = new HashMap<>();
        for (FutureResource resource : Forecast.of(file, template.getBytes(UTF_8), seen.parameters(), place)) {
            CustomNames.of(resource.type(), resource.properties())
                    .ifPresent(name -> names.put(resource.logicalId(), name));
        }
        return names;
    }

    private Prepared judged(ProvisionInput.CreateChangeSet input, Stack seen, Departure departure, LineStart line) {
        if (!departure.losing().isEmpty()) {
            throw new Stalled(
                    "Stack " + input.key() + " holds data of whose end its template says nothing: "
                            + departure.losing().stream()
                                    .map(resource -> resource.logicalId() + " (" + resource.type() + ")")
                                    .collect(joining(", "))
                            + ". Put it back, give each a DeletionPolicy (Retain, Snapshot or Delete), deploy that, then remove it.");
        }
        ClusterBalancers balancers = new ClusterBalancers(Balancers.in(session(input)));
        LineStart told = new LineStart("remove", "-" + departure.resources().size(), line.startedAt());
        Asked question = new Asked(
                departure.digest(),
                departure.told() + balancers.told(departure),
                told.changes(),
                Policies.DEFAULT.approvalsExpireAfter().toSeconds());
        return switch (consents.to(input.target().run(), input.key(), question)) {
            case Consent.Given _ -> {
                begin(input);
                balancers.remove(departure);
                new Lifting(
                                Stacks.in(session(input)),
                                ChangeSets.in(session(input)),
                                input.target().names().lifting(input.key()),
                                executionRole(input))
                        .lift(seen, departure.protections());
                // Not where it is deleted: a deletion that comes late, of a run that is dead, must find it protected.
                Stacks.in(session(input)).protect(seen.name(), false);
                lines.put(input, told, Phase.EXECUTING, Verdict.UNKNOWN, "");
                yield Prepared.of("execute", CHANGE, Outcome.FAILED, "", told);
            }
            case Consent.Refused(String why) -> Prepared.of("record", "", Outcome.STALLED, why, told);
            case Consent.Needed(Asked needed) -> {
                lines.put(input, told, Phase.APPROVING, Verdict.UNKNOWN, needed.text());
                yield Prepared.asks(needed, told);
            }
        };
    }

    private void begin(OfStack of) {
        ledger.stacks().begin(of.key(), InFlight.begins(of.target().run(), CHANGE, "", of.requestToken()));
    }

    private Settled settled(OfStack of, Stacks stacks, Stack seen) {
        if (seen.state() == StackState.MISSING) {
            ledger.stacks().forget(of.key(), of.requestToken());
            return new Settled(Outcome.REMOVED.label(), remains.told(of.key()));
        }
        String why = StackReasons.ofDeployed(stacks, seen).whyFailed(stacks, seen, of.requestToken());
        ledger.stacks().failed(of.key(), of.requestToken(), seen.status(), clock.instant());
        return new Settled(
                Outcome.FAILED.label(),
                why + ". The stack is in " + seen.status()
                        + "; put that right, and the next run removes what is left.");
    }

    private Session session(OfStack of) {
        return sessions.assume(of.target().target(), Role.PROVISION, of.target().run());
    }

    private static String executionRole(OfStack of) {
        return Role.executionRoleArn(of.target().account(), of.target().region());
    }
}
