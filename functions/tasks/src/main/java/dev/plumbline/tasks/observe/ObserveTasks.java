package dev.plumbline.tasks.observe;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Heard;
import dev.plumbline.accounts.ledger.Lease;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.workflows.Delivery;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.console.Console;
import dev.plumbline.tasks.report.RunNotices;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Does what an event asks for. An event of an account or stack of which the ledger holds nothing is refused: nothing of
 * ours is there, so there is nothing to keep true.
 */
public final class ObserveTasks {

    /** With which a waiting state is woken. The event may be late or doubled, so the state looks for itself. */
    private static final String WOKEN = "{\"outcome\":\"woken\",\"reason\":\"\"}";

    /** Whoever takes a target up looks at its lease at once; one that nobody owns and nobody wants may lie a little. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** How exact it is known when an account was heard last; trust in it ends after a day. */
    private static final Duration HEARING = Duration.ofMinutes(1);

    /** How far the clocks of an account's services and the hub's may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** What concerns every environment. */
    static final String ALL = "all";

    /** Nobody but the control plane may call an alarm of the hub's so: the forwarder passes none of that name on. */
    private static final String OWN_ALARMS = "plumbline-";

    private final Ledger ledger;
    private final Workflows workflows;
    private final RunNotices runs;
    private final PlanEnds plans;
    private final AlarmNotices alarms;
    private final HubAccount hub;
    private final Metrics metrics;
    private final InstantSource clock;
    private final ConcurrentMap<TargetKey, Instant> lastHeard = new ConcurrentHashMap<>();

    /** Creates the tasks. */
    @Inject
    public ObserveTasks(
            Ledger ledger,
            Workflows workflows,
            RunNotices runs,
            PlanEnds plans,
            AlarmNotices alarms,
            HubAccount hub,
            Metrics metrics,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.runs = requireNonNull(runs, "runs is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.alarms = requireNonNull(alarms, "alarms is null");
        this.hub = requireNonNull(hub, "hub is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Does what an event asks for. */
    public ObserveAnswer run(Observation observation) {
        return switch (observation) {
            case Observation.StackChanged changed -> stack(changed);
            case Observation.Canary canary -> canary(canary);
            case Observation.AlarmChanged changed -> alarm(changed);
            case Observation.ExecutionEnded ended -> execution(ended);
            case Observation.PlanEnded ended -> plans.ended(ended);
        };
    }

    private ObserveAnswer stack(Observation.StackChanged changed) {
        Optional<Heard> noted = ledger.stacks().heard(changed.stack(), changed.event());
        if (noted.isEmpty()) {
            return new ObserveAnswer("refused: nothing is known of stack " + changed.stack());
        }
        heard(changed.stack().target(), changed.event().at());
        Heard heard = noted.get();
        Optional<String> waiting = StackState.terminal(changed.event().status()) ? heard.waiting() : Optional.empty();
        if (waiting.isPresent()) {
            Delivery delivery = workflows.succeed(waiting.get(), WOKEN);
            return new ObserveAnswer(delivery == Delivery.DELIVERED ? "woken" : "nobody waits any more");
        }
        if (!heard.ours()) {
            return new ObserveAnswer(heard.news() ? "changed by somebody else" : "old news");
        }
        return new ObserveAnswer(heard.news() ? "noted" : "old news");
    }

    /** Of the many events of a deployment one in a while says that the account is heard. */
    private void heard(TargetKey target, Instant said) {
        Instant now = clock.instant();
        Instant at = said.isAfter(now) ? now : said;
        Instant before = lastHeard.getOrDefault(target, Instant.MIN);
        if (at.isAfter(before.plus(HEARING))) {
            ledger.targets().heard(target, at, now);
            lastHeard.put(target, at);
        }
    }

    private static boolean isUnknown(TargetState state) {
        return state.environment().isEmpty()
                && state.stacks().isEmpty()
                && state.settings().isEmpty();
    }

    private ObserveAnswer canary(Observation.Canary canary) {
        TargetState state = ledger.targets().read(canary.target());
        if (isUnknown(state)) {
            return new ObserveAnswer("refused: nothing is known of " + canary.target());
        }
        // PutEvents lets its caller give an event any Time, and a canary is nobody's but the caller's.
        if (canary.at().isAfter(clock.instant().plus(SKEW))) {
            return new ObserveAnswer("refused: a canary of " + canary.target() + " from the future");
        }
        heard(canary.target(), canary.at());
        metrics.count("StuckLeases", state.lease().filter(this::isStuck).isPresent() ? 1 : 0);
        return new ObserveAnswer("heard");
    }

    private boolean isStuck(Lease lease) {
        Instant patientUntil = lease.since().plus(PATIENCE);
        return clock.instant().isAfter(patientUntil)
                && workflows.status(lease.owner()).ended();
    }

    /** The control plane's own alarms concern everybody, whether or not the hub is a target, too. */
    private ObserveAnswer alarm(Observation.AlarmChanged changed) {
        if (changed.target().account().equals(hub.id()) && changed.alarm().startsWith(OWN_ALARMS)) {
            alarms.tell(changed, ALL);
            return new ObserveAnswer("told");
        }
        TargetState state = ledger.targets().read(changed.target());
        if (isUnknown(state)) {
            return new ObserveAnswer("refused: nothing is known of " + changed.target());
        }
        alarms.tell(changed, state.environment().isEmpty() ? ALL : state.environment());
        return new ObserveAnswer("told");
    }

    /**
     * A run that was stopped or ran out of time could not write its end, nor tell of it; one that was stopped before
     * its plan had begun is not even known. People are told first, so that a call that is killed in between tells twice
     * rather than never. The lease of a target's execution is left: whoever takes it over knows by it that there may be
     * change sets to delete; its run tells of it.
     */
    private ObserveAnswer execution(Observation.ExecutionEnded ended) {
        if (ended.machineArn().endsWith("-target")) {
            return new ObserveAnswer("noted elsewhere");
        }
        Optional<Run> known = ledger.runs().find(ended.name());
        if (known.flatMap(Run::endedAt).isPresent()) {
            return new ObserveAnswer("noted elsewhere");
        }
        String reason =
                "Its execution ended with " + ended.status() + " and could not report. What it had not reached is"
                        + " not deployed. Start a new run, by a push or `plumbline reconcile`: it goes on from what is there.";
        Run run = known.orElseGet(() -> Run.begins(ended.name(), trigger(ended), ended.ref(), clock.instant(), ""));
        URI link = Console.execution(ended.executionArn());
        runs.tell(run, Outcome.FAILED, reason + "\n" + link, link);
        endHead(run.ref().isEmpty() ? ended.ref() : run.ref(), run.id());
        if (known.isPresent()) {
            ledger.runs().end(run.id(), Outcome.FAILED, reason, clock.instant());
        }
        return new ObserveAnswer("run ended");
    }

    /** A run that ended before it took up a commit has to make way for the same delivery, sent again. */
    private void endHead(String ref, String run) {
        if (!ref.isEmpty() && !ledger.heads().end(ref, run, false)) {
            ledger.heads().endUnclaimed(ref, run);
        }
    }

    private static String trigger(Observation.ExecutionEnded ended) {
        return ended.name().split("-", 2)[0];
    }
}
