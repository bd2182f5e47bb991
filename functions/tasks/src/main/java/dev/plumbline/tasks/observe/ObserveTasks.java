package dev.plumbline.tasks.observe;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Heard;
import dev.plumbline.accounts.ledger.Lease;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.workflows.Delivery;
import dev.plumbline.accounts.workflows.Workflows;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Does what an event asks for. An event of an account or stack of which the ledger holds nothing is refused: nothing of
 * ours is there, so there is nothing to keep true.
 */
public final class ObserveTasks {

    /** With which a waiting state is woken. The event may be late or doubled, so the state looks for itself. */
    private static final String WOKEN = "{\"outcome\":\"woken\",\"reason\":\"\"}";

    /** Whoever takes a target up looks at its lease at once; one that nobody owns and nobody wants may lie a little. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Ledger ledger;
    private final Workflows workflows;
    private final Metrics metrics;
    private final InstantSource clock;

    /** Creates the tasks. */
    @Inject
    public ObserveTasks(Ledger ledger, Workflows workflows, Metrics metrics, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Does what an event asks for. */
    public ObserveAnswer run(Observation observation) {
        return switch (observation) {
            case Observation.StackChanged changed -> stack(changed);
            case Observation.Canary canary -> canary(canary);
            case Observation.ExecutionEnded ended -> execution(ended);
        };
    }

    private ObserveAnswer stack(Observation.StackChanged changed) {
        if (isUnknown(ledger.stacks().read(changed.stack()))) {
            return new ObserveAnswer("refused: nothing is known of stack " + changed.stack());
        }
        ledger.targets().heard(changed.stack().target(), changed.event().at());
        Heard heard = ledger.stacks().heard(changed.stack(), changed.event());
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

    private static boolean isUnknown(StackRecord record) {
        return record.inFlight().isEmpty()
                && record.digest().isEmpty()
                && record.status().isEmpty();
    }

    private ObserveAnswer canary(Observation.Canary canary) {
        TargetState state = ledger.targets().read(canary.target());
        if (state.environment().isEmpty()
                && state.stacks().isEmpty()
                && state.settings().isEmpty()) {
            return new ObserveAnswer("refused: nothing is known of " + canary.target());
        }
        ledger.targets().heard(canary.target(), canary.at());
        metrics.count("StuckLeases", state.lease().filter(this::isStuck).isPresent() ? 1 : 0);
        return new ObserveAnswer("heard");
    }

    private boolean isStuck(Lease lease) {
        Instant patientUntil = lease.since().plus(PATIENCE);
        return clock.instant().isAfter(patientUntil)
                && workflows.status(lease.owner()).ended();
    }

    /**
     * A run that was stopped or ran out of time could not write its end. The lease of a target's execution is left:
     * whoever takes it over knows by it that there may be change sets to delete.
     */
    private ObserveAnswer execution(Observation.ExecutionEnded ended) {
        Optional<Run> run = ended.machineArn().endsWith("-target")
                ? Optional.empty()
                : ledger.runs()
                        .find(ended.name())
                        .filter(found -> found.endedAt().isEmpty());
        if (run.isEmpty()) {
            return new ObserveAnswer("noted elsewhere");
        }
        String reason = "Its execution ended with " + ended.status() + ".";
        ledger.heads().end(run.get().ref(), run.get().id(), false);
        ledger.runs().end(run.get().id(), Outcome.FAILED, reason, clock.instant());
        return new ObserveAnswer("run ended");
    }
}
