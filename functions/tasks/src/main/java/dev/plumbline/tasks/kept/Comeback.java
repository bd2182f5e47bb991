package dev.plumbline.tasks.kept;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.names.CustomNames;
import dev.plumbline.accounts.names.DeleteCommand;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.forecast.FutureResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What making a stack would do about what was kept of the stacks that were removed from its target. CloudFormation
 * takes none of it up: what has a name of its own is in the way, and beside the rest a new one would begin empty. Pure.
 *
 * @param stack the stack that is to be made
 * @param taken what is there still under a name that the template gives again
 * @param anew what of the same stack holds data, and would be made once more without it
 */
public record Comeback(StackKey stack, List<Kept> taken, List<Kept> anew) {

    private static final int TOLD = 5;

    /** What a resource is restored from, such as {@code DBSnapshotIdentifier} of a database. */
    private static final Pattern SNAPSHOT = Pattern.compile("(DB)?Snapshot(Identifier|Id|Arns?|Name)");

    /** Copies the lists. */
    public Comeback {
        requireNonNull(stack, "stack is null");
        taken = List.copyOf(taken);
        anew = List.copyOf(anew);
    }

    /** Returns what it does where nothing was kept. */
    public static Comeback free(StackKey stack) {
        return new Comeback(stack, List.of(), List.of());
    }

    /**
     * Works it out.
     *
     * @param future the resources that would be made
     * @param stateful logical ids of those that hold data
     * @param kept what stayed of all stacks that were removed from the target
     */
    public static Comeback of(
            StackKey stack, Collection<FutureResource> future, Set<String> stateful, Collection<Kept> kept) {
        List<Kept> taken = new ArrayList<>();
        List<Kept> anew = new ArrayList<>();
        for (FutureResource resource : future) {
            Optional<String> name = CustomNames.of(resource.type(), resource.properties());
            for (Kept one : kept) {
                if (!resource.certain() || !one.type().equals(resource.type())) {
                    continue;
                }
                if (one.whole() && name.filter(given -> isCalled(one, given)).isPresent()) {
                    taken.add(one);
                } else if (stateful.contains(resource.logicalId()) && isFollowed(stack, one, resource, name)) {
                    anew.add(one);
                }
            }
        }
        return new Comeback(stack, taken, anew);
    }

    private static boolean isCalled(Kept kept, String name) {
        return kept.name().equals(name) || kept.physicalId().equals(name);
    }

    /** Whoever gives another name, or restores a snapshot, has thought of what was kept. */
    private static boolean isFollowed(StackKey stack, Kept kept, FutureResource resource, Optional<String> name) {
        boolean same = kept.stack().equals(stack) && kept.logicalId().equals(resource.logicalId());
        return same && (kept.whole() ? name.isEmpty() : !restores(resource));
    }

    private static boolean restores(FutureResource resource) {
        Iterable<String> names = () -> resource.properties().fieldNames();
        return StreamSupport.stream(names.spliterator(), false)
                .filter(SNAPSHOT.asMatchPredicate())
                .map(resource.properties()::path)
                .anyMatch(value -> value.isContainerNode() || !value.asText().isEmpty());
    }

    /** Whether something that was kept is in the way, so that the stack cannot be made. */
    public boolean blocked() {
        return !taken.isEmpty();
    }

    /**
     * Returns what is in the way and how to go on, each a line; commands stand alone.
     *
     * @param again what to do once it is out of the way, such as {@code plan again}
     */
    public List<String> ways(String again) {
        boolean one = taken.size() == 1;
        List<String> ways = new ArrayList<>();
        ways.add("Stack " + stack + " is not made: what stayed of a removed stack has " + (one ? "a name" : "names")
                + " that it needs, and CloudFormation does not take " + (one ? "it" : "them") + " up");
        first(ways, Comeback::told);
        ways.add("to keep " + (one ? "it" : "them") + ", unmanaged, give what is new "
                + (one ? "another name" : "other names") + " in Git (" + properties() + ")");
        ways.add("or delete " + (one ? "it" : "them") + " for good, with all that is in " + (one ? "it" : "them")
                + ", as an administrator of account " + stack.target().account() + ", and then " + again);
        first(
                ways,
                kept -> DeleteCommand.of(
                        kept.type(), kept.physicalId(), stack.target().region()));
        return ways;
    }

    /** Returns the same in one text, whose lines end with a semicolon. */
    public String told(String again) {
        return String.join("; ", ways(again));
    }

    private void first(List<String> ways, Function<Kept, String> line) {
        taken.stream().limit(TOLD).map(line).forEach(ways::add);
        if (taken.size() > TOLD) {
            ways.add("and " + (taken.size() - TOLD) + " more, which plumbline orphans lists");
        }
    }

    private String properties() {
        return taken.stream()
                .map(kept -> String.join(", ", CustomNames.properties(kept.type())) + " of " + kept.logicalId())
                .distinct()
                .limit(TOLD)
                .collect(joining(", "));
    }

    /** Returns what would begin without its data, in words; empty where nothing would. */
    public String loss() {
        return anew.isEmpty()
                ? ""
                : "makes anew, and takes nothing up of what stayed when the stack was removed: "
                        + anew.stream().limit(TOLD).map(Comeback::told).collect(joining("; "))
                        + (anew.size() > TOLD
                                ? "; and " + (anew.size() - TOLD) + " more, which plumbline orphans lists"
                                : "");
    }

    private static String told(Kept kept) {
        String name = kept.name().isEmpty() || kept.name().equals(kept.physicalId()) ? "" : " " + kept.name();
        return kept.logicalId() + " (" + kept.type() + ")" + name + ", " + kept.how() + " by run " + kept.run() + ", "
                + (kept.whole() ? "as " : "of ") + kept.physicalId();
    }
}
