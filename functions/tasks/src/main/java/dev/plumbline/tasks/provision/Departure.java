package dev.plumbline.tasks.provision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.estate.Digests;
import dev.plumbline.estate.blueprint.Leaving;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the removal of a stack would do to each of its resources.
 *
 * @param resources the resources that there are
 * @param leavings what the deployed template says becomes of them, by logical id
 */
record Departure(List<StackResource> resources, SortedMap<String, Leaving> leavings) {

    private static final Leaving UNSAID = new Leaving("", false, null);
    private static final String GONE = "DELETE_COMPLETE";

    /** Leaves out what is gone already, and copies the rest. */
    Departure {
        resources = resources.stream()
                .filter(resource -> !resource.status().equals(GONE)
                        && !resource.physicalId().isEmpty())
                .toList();
        leavings = new TreeMap<>(requireNonNull(leavings, "leavings is null"));
    }

    /** Returns what stays, as it is or as a snapshot. */
    List<StackResource> staying() {
        return those(leaving -> leaving.kept() || leaving.snapshotted());
    }

    /** Returns what holds data and would be gone with it, although its template says nothing of that. */
    List<StackResource> losing() {
        return those(Leaving::losesData);
    }

    /** Returns the parameters that protect what would be deleted. */
    TreeSet<String> protections() {
        return resources.stream()
                .map(resource -> leavings.getOrDefault(resource.logicalId(), UNSAID))
                .filter(leaving -> !leaving.kept())
                .flatMap(leaving -> Stream.ofNullable(leaving.protectedByOrNull()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns how a resource stays. */
    String how(StackResource resource) {
        return leavings.getOrDefault(resource.logicalId(), UNSAID).kept() ? Kept.KEPT : Kept.SNAPSHOTTED;
    }

    /** Returns what makes two removals the same: which resources there are, and what becomes of each. */
    String digest() {
        String text = resources.stream()
                .map(resource -> String.join(
                        " ",
                        resource.logicalId(),
                        resource.type(),
                        resource.physicalId(),
                        leavings.getOrDefault(resource.logicalId(), UNSAID).policy()))
                .sorted()
                .collect(joining("\n", "removal\n", ""));
        return Digests.sha256(text.getBytes(UTF_8));
    }

    /** Returns what would happen, in words. */
    String told() {
        List<StackResource> staying = staying();
        Map<String, Long> deleted = resources.stream()
                .filter(resource -> !staying.contains(resource))
                .collect(groupingBy(StackResource::type, TreeMap::new, Collectors.counting()));
        String gone = deleted.entrySet().stream()
                .map(entry -> entry.getKey() + (entry.getValue() == 1 ? "" : " x" + entry.getValue()))
                .collect(joining(", "));
        String kept = staying.stream()
                .map(resource -> how(resource) + ": " + resource.logicalId() + " (" + resource.type() + ") "
                        + resource.physicalId())
                .collect(joining(", "));
        return "removes the whole stack, which is no longer in Git: " + (gone.isEmpty() ? "nothing in it" : gone)
                + (kept.isEmpty() ? "; nothing of it stays" : "; " + kept);
    }

    private List<StackResource> those(Predicate<Leaving> wanted) {
        return resources.stream()
                .filter(resource -> wanted.test(leavings.getOrDefault(resource.logicalId(), UNSAID)))
                .toList();
    }
}
