package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.StackEvent;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
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
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the stacks of a plan stand: by the ledger where their account was heard of lately, else by looking.
 * What was seen is noted, so that the tasks that follow need not look again.
 */
public final class Survey {

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
     */
    record Found(Map<StackKey, Standing> standings, Map<TargetKey, TargetState> states, SortedSet<StackKey> strangers) {
        /** Copies the collections. */
        Found {
            standings = Map.copyOf(standings);
            states = Map.copyOf(states);
            strangers = Collections.unmodifiableSortedSet(new TreeSet<>(strangers));
        }
    }

    /**
     * Looks at the targets of a plan, and at the stacks that these refer to: a plan of some targets does not hold them.
     */
    Found survey(Plan plan, String run) {
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
        List<Map<StackKey, Standing>> each = Concurrently.map(
                stacks.entrySet(),
                entry -> standings(state(states, entry.getKey()), entry.getValue(), windowed, strangers, run));
        each.forEach(standings::putAll);
        return new Found(standings, states, strangers);
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

    private Map<StackKey, Standing> standings(
            TargetState state,
            Set<String> names,
            Map<StackKey, SortedSet<String>> windowed,
            Set<StackKey> strangers,
            String run) {
        Instant now = clock.instant();
        Map<StackKey, Standing> standings = new HashMap<>();
        if (state.trusted(now) || names.isEmpty()) {
            names.forEach(name -> standings.put(new StackKey(state.target(), name), Standing.heard(state, name, now)));
            return standings;
        }
        Lookups.Seen seen = lookups.look(state.target(), run);
        strangers.addAll(noteStrangers(state, seen, names));
        for (String name : names) {
            StackKey key = new StackKey(state.target(), name);
            StackRecord record = state.stacks().get(name);
            Standing standing = Standing.seen(seen.stacks(), name, record);
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
     * the next run asks what is to become of it.
     *
     * @return the names of all stacks of ours that stand there
     */
    SortedSet<String> look(TargetKey target, String session) {
        Lookups.Seen seen = lookups.lookFor(target, session);
        var _ = noteStrangers(ledger.targets().read(target), seen, Set.of());
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
            case Standing.Unknown _ -> {
                if (record != null || seen.stacks().containsKey(key.stack())) {
                    ledger.stacks().changed(key, new StackEvent(stack.status(), seen.at(), ""));
                }
            }
        }
    }
}
