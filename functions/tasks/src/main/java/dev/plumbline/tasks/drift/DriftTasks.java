package dev.plumbline.tasks.drift;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.Detection;
import dev.plumbline.accounts.stacks.Drifts;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.Level;
import dev.plumbline.tasks.assignment.TargetPlans;
import dev.plumbline.tasks.drift.DriftAnswer.Detecting;
import dev.plumbline.tasks.drift.DriftAnswer.Looked;
import dev.plumbline.tasks.drift.DriftAnswer.Pending;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for drift in the stacks of a target that are as they were deployed. Two requests a stack where there is none:
 * CloudFormation is asked for all of them first, and then how far it is, one after the other.
 */
public final class DriftTasks {

    private final Ledger ledger;
    private final Sessions sessions;
    private final TargetPlans plans;
    private final SettingsDrift settings;
    private final Culprits culprits;
    private final AwsMoves moves;
    private final InstantSource clock;

    /** Creates the tasks. */
    @Inject
    public DriftTasks(
            Ledger ledger,
            Sessions sessions,
            TargetPlans plans,
            SettingsDrift settings,
            Culprits culprits,
            AwsMoves moves,
            InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.culprits = requireNonNull(culprits, "culprits is null");
        this.moves = requireNonNull(moves, "moves is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Asks CloudFormation to look. Asked again while it looks, it says so, which means waiting. */
    public Detecting detect(Assignment target) {
        TargetPlan plan = plans.of(target);
        List<String> watched = target.current().stream()
                .filter(stack -> watched(plan, stack).isPresent())
                .toList();
        if (watched.isEmpty()) {
            return new Detecting(List.of());
        }
        Drifts drifts = drifts(target);
        return new Detecting(watched.stream()
                .map(stack ->
                        new Pending(stack, drifts.detect(target.stack(stack).stackName())))
                .toList());
    }

    /**
     * Looks how far the detections are, until the first that has not ended.
     *
     * @param pending the detections that had not ended when this was asked last
     * @param drifted the stacks in which drift was found before
     * @param failed the stacks that could not be looked at before
     */
    public Looked look(Assignment target, List<Pending> pending, List<String> drifted, List<String> failed) {
        Pass pass = new Pass(target, drifted, failed);
        List<Pending> left = new ArrayList<>(pending);
        while (!left.isEmpty() && pass.ended(left.getFirst())) {
            left.removeFirst();
        }
        if (!left.isEmpty()) {
            return new Looked(left, pass.drifted, pass.failed, List.of(), false, null);
        }
        TargetState state = ledger.targets().read(target.target());
        SettingsDrift.Found found = settings.look(target, plans.of(target), state);
        List<Level> levels = Level.of(
                plans.of(target),
                stack -> !pass.failed.contains(stack.name()) && isToDo(stack, target, pass.drifted, state));
        return new Looked(List.of(), pass.drifted, pass.failed, levels, found.applies(), found.questionOrNull());
    }

    private static boolean isToDo(StackPlan stack, Assignment target, List<String> drifted, TargetState state) {
        boolean healthy = Optional.ofNullable(state.stacks().get(stack.name()))
                .filter(record -> record.verdict() == Verdict.HEALTHY)
                .isPresent();
        return drifted.contains(stack.name()) || !target.current().contains(stack.name()) || !healthy;
    }

    private Drifts drifts(Assignment target) {
        Session session = sessions.assume(target.target(), Role.VERIFY, target.run());
        return Drifts.in(session);
    }

    /** The policy of a stack, or nothing where its drift is nobody's business. */
    private static Optional<DriftPolicy> watched(TargetPlan plan, String stack) {
        return plan.stacks()
                .filter(planned -> planned.name().equals(stack))
                .map(StackPlan::drift)
                .filter(policy -> policy.stack() != Drift.IGNORE
                        || policy.resources().values().stream().anyMatch(own -> own != Drift.IGNORE))
                .findFirst();
    }

    /** One look at the detections of a target. */
    private final class Pass {

        private final Assignment target;
        private final List<String> drifted;
        private final List<String> failed;

        Pass(Assignment target, List<String> drifted, List<String> failed) {
            this.target = target;
            this.drifted = new ArrayList<>(drifted);
            this.failed = new ArrayList<>(failed);
        }

        /** Returns whether a detection has ended, and notes what it found. */
        boolean ended(Pending pending) {
            Drifts drifts = drifts(target);
            Detection detection = Requests.during(Purpose.POLL, () -> drifts.look(pending.id()));
            return switch (detection) {
                case Detection.Pending _ -> false;
                case Detection.InSync _ -> found(pending.stack(), List.of());
                case Detection.Drifted _ ->
                    found(
                            pending.stack(),
                            drifts.entries(target.stack(pending.stack()).stackName()));
                case Detection.Failed(String reason) -> failed(pending.stack(), reason);
            };
        }

        private boolean found(String stack, List<DriftEntry> entries) {
            StackPlan plan = plans.stack(target, stack);
            moves.note(target, plan, entries);
            DriftPolicy policy = plan.drift();
            List<DriftEntry> counting = moves.without(plan, entries).stream()
                    .filter(entry -> policy.of(entry.resource()) != Drift.IGNORE)
                    .toList();
            Instant now = clock.instant();
            String digest = "";
            if (!counting.isEmpty()) {
                DriftRecord record = ledger.drifts()
                        .found(target.run(), target.target(), target.environment(), stack, counting, now);
                culprits.look(target, record);
                digest = record.digest();
                drifted.add(stack);
            }
            forget(stack, digest);
            return true;
        }

        /** What was found before and is there no more was put back by somebody else. */
        private void forget(String stack, String still) {
            for (DriftRecord record : ledger.drifts().of(target.target())) {
                if (record.subject().equals(stack)
                        && record.state().open()
                        && !record.digest().equals(still)) {
                    ledger.drifts().become(record, DriftState.GONE, "It is as declared again, or differs otherwise.");
                }
            }
        }

        private boolean failed(String stack, String reason) {
            failed.add(stack);
            Line line = new Line(
                    target.stack(stack),
                    target.environment(),
                    target.wave(),
                    Phase.DONE,
                    "none",
                    "",
                    clock.instant(),
                    Duration.ZERO,
                    Verdict.UNKNOWN,
                    "CloudFormation could not look for drift: " + reason);
            ledger.progress().put(target.run(), line);
            return true;
        }
    }
}
