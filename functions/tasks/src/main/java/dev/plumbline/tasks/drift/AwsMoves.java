package dev.plumbline.tasks.drift;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.tasks.assignment.Assignment;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells what AWS itself has moved from what was changed behind a stack's back, by what the blueprint says of its
 * properties. CloudFormation's drift detection reports both alike: a DBInstance has drifted once RDS has upgraded its
 * minor version (cloudformation-coverage-roadmap 1309). RDS and EKS take such a move back for nobody, so it is told,
 * with the line that declares it, and remembered for pushes and reverts, which must not try to.
 */
public final class AwsMoves {

    private final Ledger ledger;
    private final Sessions sessions;
    private final Culprits culprits;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public AwsMoves(Ledger ledger, Sessions sessions, Culprits culprits, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.culprits = requireNonNull(culprits, "culprits is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns those entries of a detection that AWS has not made, which are drift. */
    List<DriftEntry> without(StackPlan stack, List<DriftEntry> entries) {
        return entries.stream().filter(entry -> move(stack, entry).isEmpty()).toList();
    }

    /**
     * Notes what AWS has moved: for people, as far as they have not declared it yet, and for whoever changes the stack.
     *
     * @param entries all that a detection has found, nothing left out
     */
    void note(Assignment target, StackPlan stack, List<DriftEntry> entries) {
        if (stack.moves().isEmpty()) {
            return;
        }
        StackRecord record = ledger.stacks().read(stack.key());
        List<DriftEntry> moved =
                entries.stream().filter(entry -> move(stack, entry).isPresent()).toList();
        if (moved.isEmpty() && record.moved().isEmpty()) {
            tell(target, stack, List.of());
            return;
        }
        SortedMap<String, String> reached = new TreeMap<>();
        for (DriftEntry entry : moved) {
            String parameter = move(stack, entry).orElseThrow().parameter();
            reached.merge(parameter, entry.live(), (one, other) -> AwsMove.isAhead(one, other) ? one : other);
        }
        SortedMap<String, String> taken = taken(target, stack, record, reached);
        reached.putAll(taken);
        if (!reached.equals(record.moved())) {
            ledger.stacks().moved(stack.key(), reached);
        }
        tell(
                target,
                stack,
                Stream.concat(undeclared(stack, moved), known(target, stack, taken))
                        .toList());
    }

    /**
     * What the stack has taken over since, as a revert does, is as deployed, and detection tells nothing of it; it
     * stays to be declared. What is as deployed and no further than declared is forgotten.
     */
    private SortedMap<String, String> taken(
            Assignment target, StackPlan stack, StackRecord record, SortedMap<String, String> reached) {
        List<String> asDeployed = record.moved().keySet().stream()
                .filter(parameter -> !reached.containsKey(parameter))
                .toList();
        if (asDeployed.isEmpty()) {
            return new TreeMap<>();
        }
        SortedMap<String, String> deployed = Stacks.in(sessions.assume(target.target(), Role.VERIFY, target.run()))
                .describe(stack.stackName())
                .parameters(asDeployed);
        deployed.entrySet().removeIf(each -> !AwsMove.isAhead(each.getValue(), declared(stack, each.getKey())));
        return deployed;
    }

    private Stream<DriftEntry> undeclared(StackPlan stack, List<DriftEntry> moved) {
        return moved.stream()
                .filter(entry -> stack.drift().of(entry.resource()) != Drift.IGNORE)
                .flatMap(entry -> {
                    String declared =
                            declared(stack, move(stack, entry).orElseThrow().parameter());
                    return AwsMove.isAhead(entry.live(), declared)
                            ? Stream.of(declaredAs(declared, entry))
                            : Stream.empty();
                });
    }

    /** What was told of before and is as deployed by now. */
    private Stream<DriftEntry> known(Assignment target, StackPlan stack, SortedMap<String, String> taken) {
        if (taken.isEmpty()) {
            return Stream.empty();
        }
        return told(target, stack).stream()
                .flatMap(record -> record.entries().stream())
                .filter(entry -> move(stack, entry)
                        .filter(move -> entry.live().equals(taken.get(move.parameter())))
                        .isPresent())
                .distinct();
    }

    private static DriftEntry declaredAs(String declared, DriftEntry entry) {
        return new DriftEntry(
                entry.resource(),
                entry.physicalId(),
                entry.type(),
                entry.kind(),
                entry.property(),
                declared,
                entry.live());
    }

    private void tell(Assignment target, StackPlan stack, List<DriftEntry> moved) {
        List<DriftRecord> before = told(target, stack);
        String still = "";
        if (!moved.isEmpty()) {
            DriftRecord record = ledger.drifts()
                    .moved(
                            target.run(),
                            target.target(),
                            target.environment(),
                            stack.name(),
                            moved,
                            advice(stack, moved),
                            clock.instant());
            culprits.look(target, record);
            still = record.digest();
        }
        for (DriftRecord record : before) {
            if (!record.digest().equals(still)) {
                ledger.drifts().become(record, DriftState.GONE, "It is declared by now, or has moved on.");
            }
        }
    }

    private List<DriftRecord> told(Assignment target, StackPlan stack) {
        return ledger.drifts().of(target.target()).stream()
                .filter(record -> record.subject().equals(stack.name()) && record.state() == DriftState.MOVED)
                .toList();
    }

    private String advice(StackPlan stack, List<DriftEntry> moved) {
        String lines = moved.stream()
                .map(entry -> move(stack, entry).orElseThrow().line(entry.live()))
                .distinct()
                .collect(joining(", "));
        return "AWS does this by itself and takes it back for nobody. Write what it is now under the parameters of "
                + stack.name() + " at " + stack.position() + ": " + lines;
    }

    private Optional<AwsMove> move(StackPlan stack, DriftEntry entry) {
        String property = entry.property().isEmpty() ? "" : entry.property().substring(1);
        return stack.moves().stream()
                .filter(move -> move.isOf(entry.resource(), property))
                .filter(move -> move.covers(entry.declared(), entry.live(), limits(stack, move)))
                .findFirst();
    }

    private SortedMap<String, String> limits(StackPlan stack, AwsMove move) {
        SortedMap<String, String> limits = new TreeMap<>();
        if (move.reach() instanceof AwsMove.Reach.UpTo(String parameter)) {
            limits.put(parameter, declared(stack, parameter));
        }
        return limits;
    }

    private String declared(StackPlan stack, String parameter) {
        return stack.declared(parameter, this::output).orElse("");
    }

    private Optional<String> output(OutputKey output) {
        StackKey stack = output.stack();
        return Optional.ofNullable(ledger.stacks().read(stack).outputs().get(output.output()));
    }
}
