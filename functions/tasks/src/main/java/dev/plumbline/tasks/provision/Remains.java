package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.ledger.Targets;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.estate.StackKey;
import dev.plumbline.tasks.provision.ProvisionInput.OfStack;
import java.time.InstantSource;
import java.util.Map;

/** What stays of the stacks that are removed, as the ledger remembers it. */
final class Remains {

    private final Targets targets;
    private final InstantSource clock;

    Remains(Targets targets, InstantSource clock) {
        this.targets = requireNonNull(targets, "targets is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Notes what will stay, before the stack goes: afterwards nobody could tell.
     *
     * @param names the names that the template gave its resources, by logical id
     */
    void keep(OfStack of, Departure departure, Map<String, String> names) {
        for (StackResource resource : departure.staying()) {
            targets.keep(new Kept(
                    of.key(),
                    resource.logicalId(),
                    resource.physicalId(),
                    resource.type(),
                    names.getOrDefault(resource.logicalId(), ""),
                    departure.how(resource),
                    of.target().run(),
                    clock.instant()));
        }
    }

    /** Returns what stayed of a stack, in words; empty where nothing did. */
    String told(StackKey stack) {
        return targets.kept(stack.target()).stream()
                .filter(kept -> kept.stack().equals(stack))
                .map(kept -> kept.how() + ": " + kept.logicalId() + " (" + kept.type() + ") " + kept.physicalId())
                .collect(joining("; "));
    }
}
