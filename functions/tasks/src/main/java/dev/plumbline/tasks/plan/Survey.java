package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.StackEvent;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.ledger.Unreachable;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the stacks of a plan stand: by the ledger where their account was heard of lately, else by looking.
 * What was seen is noted, so that the tasks that follow need not look again. A target that cannot be looked into is
 * noted, too, and keeps nothing from being found out about the others.
 */
public final class Survey {

    /** How often a survey is made again for a target that does not answer, before it is made without. */
    private static final int PATIENCE = 5;

    private final Ledger ledger;
    private final Lookups lookups;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public Survey(Ledger ledger, Lookups lookups, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.lookups = requireNonNull(lookups, "lookups is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What was found.
     *
     * @param standings how each stack stands
     * @param states what the ledger held of each target
     * @param strangers what stands there and was made by us, although the ledger knew nothing of it
     * @param unreachable the targets that could not be looked into, with the reason and what to do
     */
    record Found(
            Map<StackKey, Standing> standings,
            Map<TargetKey, TargetState> states,
            SortedSet<StackKey> strangers,
            SortedMap<TargetKey, String> unreachable) {
        /** Copies the collections. */
        Found {
            standings = Map.copyOf(standings);
            states = Map.copyOf(states);
            strangers = Collections.unmodifiableSortedSet(new TreeSet<>(strangers));
            unreachable = Collections.unmodifiableSortedMap(new TreeMap<>(unreachable));
        }

        /** Returns how each stack stands, those that could not be looked at as they were known last. */
        Map<StackKey, Standing> remembered() {
            return standings.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> entry.getValue() instanceof Standing.Unreachable(Standing remembered)
                                    ? remembered
                                    : entry.getValue()));
        }
    }

    /**
     * Looks at the targets of a plan, and at the stacks that these refer to: a plan of some targets does not hold them.
     *
     * @param attempt how often this was tried before: a target that never answers is left out in the end
     */
    Found survey(Plan plan, String run, int attempt) {
        return survey(plan, run, attempt, AskedAccounts.all(), true);
    }

    /**
     * Looks at those targets of a plan that may be asked, for a commit that nobody has merged; of the others it is told
     * what the ledger holds. Nothing is noted: what runs go by is not for such a commit to touch.
     *
     * @param attempt how often this was tried before: a target that never answers is left out in the end
     */
    Found preview(Plan plan, String run, int attempt, AskedAccounts asked) {
        return survey(plan, run, attempt, asked, false);
    }

    private Found survey(Plan plan, String run, int attempt, AskedAccounts asked, boolean notes) {
        Map<TargetKey, Set<String>> stacks = new HashMap<>();
        plan.waves().stream().flatMap(wave -> wave.targets().stream()).forEach(target -> {
            stacks.computeIfAbsent(target.target(), key -> new TreeSet<>());
            target.stacks()
                    .flatMap(Survey::counting)
                    .forEach(stack -> stacks.computeIfAbsent(stack.target(), key -> new TreeSet<>())
                            .add(stack.stack()));
        });
        SortedMap<TargetKey, TargetState> states = ledger.targets().read(stacks.keySet());
        Map<StackKey, Standing> standings = new HashMap<>();
        Map<StackKey, SortedSet<String>> windowed = windowed(plan);
        SortedSet<StackKey> strangers = new ConcurrentSkipListSet<>();
        SortedMap<TargetKey, String> unreachable = new ConcurrentSkipListMap<>();
        List<Map<StackKey, Standing>> each = Concurrently.map(stacks.entrySet(), entry -> {
            TargetState state = state(states, entry.getKey());
            Set<String> names = entry.getValue();
            Instant now = clock.instant();
            if (!asked.hold(state.target())) {
                return each(state, names, name -> Standing.heard(state, name, now));
            }
            if (state.trusted(now) || names.isEmpty()) {
                Map<StackKey, Standing> heard = each(state, names, name -> Standing.heard(state, name, now));
                return notes ? withKept(state, heard, run) : heard;
            }
            return switch (lookups.look(state.target(), run, attempt >= PATIENCE)) {
                case Lookups.Seen seen ->
                    notes
                            ? withKept(state, noted(state, seen, names, windowed, strangers, run), run)
                            : each(state, names, name -> seen(state, seen, name));
                case Lookups.Unreachable(String why) -> {
                    unreachable.put(state.target(), why);
                    if (notes) {
                        Instant since =
                                state.unreachable().map(Unreachable::since).orElse(now);
                        ledger.targets().unreachable(state.target(), new Unreachable(why, since));
                    }
                    yield each(state, names, name -> Standing.unreachable(state, name));
                }
            };
        });
        each.forEach(standings::putAll);
        return new Found(standings, states, strangers, unreachable);
    }

    /** A stack that comes back may need a name that what was kept had, and that is free by now. */
    private Map<StackKey, Standing> withKept(TargetState state, Map<StackKey, Standing> standings, String run) {
        if (!state.kept().isEmpty() && standings.values().stream().anyMatch(Standing.Unknown.class::isInstance)) {
            lookups.lookAtKept(state.target(), state.kept(), ledger.targets(), run);
        }
        return standings;
    }

    private static Map<StackKey, Standing> each(
            TargetState state, Set<String> names, Function<String, Standing> standing) {
        return names.stream().collect(Collectors.toMap(name -> new StackKey(state.target(), name), standing));
    }

    private static Map<StackKey, SortedSet<String>> windowed(Plan plan) {
        return plan.waves().stream()
                .flatMap(wave -> wave.targets().stream())
                .flatMap(TargetPlan::stacks)
                .collect(Collectors.toMap(StackPlan::key, StackPlan::windowed));
    }

    private static Stream<StackKey> counting(StackPlan stack) {
        return Stream.concat(Stream.of(stack.key()), stack.needs().stream());
    }

    private static TargetState state(SortedMap<TargetKey, TargetState> states, TargetKey target) {
        return requireNonNull(states.get(target), "the ledger answers for every target");
    }

    private static Standing seen(TargetState state, Lookups.Seen seen, String name) {
        return Standing.seen(seen.stacks(), name, state.stacks().get(name));
    }

    private Map<StackKey, Standing> noted(
            TargetState state,
            Lookups.Seen seen,
            Set<String> names,
            Map<StackKey, SortedSet<String>> windowed,
            Set<StackKey> strangers,
            String run) {
        Map<StackKey, Standing> standings = new HashMap<>();
        if (state.unreachable().isPresent()) {
            ledger.targets().reached(state.target());
        }
        strangers.addAll(noteStrangers(state, seen, names));
        for (String name : names) {
            StackKey key = new StackKey(state.target(), name);
            StackRecord record = state.stacks().get(name);
            Standing standing = seen(state, seen, name);
            standings.put(key, standing);
            SortedSet<String> planned = windowed.get(key);
            if (planned != null) {
                note(key, record, standing, seen, planned, run);
            }
        }
        return standings;
    }

    /**
     * Looks at a target for a person, and notes what stands there that the ledger has lost or never knew of, so that
     * the next run asks what is to become of it. What was kept there and is gone is forgotten.
     *
     * @return the names of all stacks of ours that stand there
     */
    SortedSet<String> look(TargetKey target, String session) {
        Lookups.Seen seen = lookups.lookFor(target, session);
        TargetState state = ledger.targets().read(target);
        var _ = noteStrangers(state, seen, Set.of());
        lookups.lookAtKeptFor(target, state.kept(), ledger.targets(), session);
        return seen.ours();
    }

    /** What we made and nobody knows of any more must not be left to itself. */
    private Set<StackKey> noteStrangers(TargetState state, Lookups.Seen seen, Set<String> expected) {
        Set<StackKey> strangers = new TreeSet<>();
        for (String name : seen.ours()) {
            if (!expected.contains(name) && !state.stacks().containsKey(name)) {
                Stack stack = requireNonNull(seen.stacks().get(name), "it was seen");
                StackKey key = new StackKey(state.target(), name);
                ledger.stacks().changed(key, new StackEvent(stack.status(), seen.at(), ""));
                strangers.add(key);
            }
        }
        return strangers;
    }

    /**
     * A digest of which only the beginning was seen is completed from the ledger, or by a change set that turns out to
     * be empty.
     */
    private void note(
            StackKey key,
            @Nullable StackRecord record,
            Standing standing,
            Lookups.Seen seen,
            SortedSet<String> windowed,
            String run) {
        Stack stack = seen.stacks().getOrDefault(key.stack(), Stack.missing(key.stackName()));
        switch (standing) {
            case Standing.Known known -> {
                String digest = record != null && known.is(record.digest()) ? record.digest() : known.deployed();
                ledger.stacks()
                        .seen(
                                key,
                                new Deployed(
                                        digest,
                                        known.outputs(),
                                        stack.parameters(windowed),
                                        stack.status(),
                                        run,
                                        seen.at()));
            }
            case Standing.Unknown _, Standing.Unreachable _ -> {
                if (record != null || seen.stacks().containsKey(key.stack())) {
                    ledger.stacks().changed(key, new StackEvent(stack.status(), seen.at(), ""));
                }
            }
        }
    }
}
