package dev.plumbline.tasks.directory;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.StackDeclaration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The estate of one commit, as far as it is to be known without Git.
 *
 * @param commit the commit
 * @param places its environments
 * @param patchable the stacks of which something can be patched
 * @param templates by blueprint, where each resource of its template is declared, by logical id
 */
public record Directory(
        String commit,
        List<Place> places,
        List<PatchableStack> patchable,
        SortedMap<String, SortedMap<String, String>> templates) {

    /** Copies the collections and checks that nothing is missing. */
    public Directory {
        requireNonNull(commit, "commit is null");
        places = List.copyOf(places);
        patchable = List.copyOf(patchable);
        templates = Collections.unmodifiableSortedMap(new TreeMap<>(templates));
    }

    /** Returns what is to be known of an estate. */
    public static Directory of(Estate estate) {
        TreeMap<String, SortedMap<String, String>> templates = new TreeMap<>();
        for (Blueprint blueprint : estate.blueprints().values()) {
            templates.put(blueprint.name(), ResourceLines.of(blueprint));
        }
        return new Directory(
                estate.commit(),
                estate.environments().values().stream().map(Place::of).toList(),
                patchable(estate),
                templates);
    }

    private static List<PatchableStack> patchable(Estate estate) {
        List<PatchableStack> patchable = new ArrayList<>();
        for (Environment environment : estate.environments().values()) {
            for (StackDeclaration stack : environment.stacks().values()) {
                Optional.ofNullable(estate.blueprints().get(stack.blueprint()))
                        .filter(blueprint -> !blueprint.patchables().isEmpty())
                        .ifPresent(blueprint -> patchable.add(PatchableStack.of(environment, stack, blueprint)));
            }
        }
        return patchable;
    }

    /**
     * Returns what is known by the rules of a deployed commit. An environment that it does not have yet is known, with
     * the policies that hold where nothing is said, and none of its stacks is patched. A blackout of this commit counts
     * at once: what is stricter need not wait, and a patch would find the window of its stack closed.
     *
     * @param deployedOrNull the directory of the commit that was deployed everywhere last, or null if none was or it is
     *     lost
     */
    Directory ruledBy(@Nullable Directory deployedOrNull) {
        List<Place> known = new ArrayList<>();
        TreeMap<String, SortedMap<String, String>> declared = new TreeMap<>(templates);
        if (deployedOrNull != null) {
            known.addAll(deployedOrNull.places);
            declared.putAll(deployedOrNull.templates);
        }
        places.stream()
                .filter(place ->
                        known.stream().noneMatch(other -> other.account().equals(place.account())))
                .map(Place::unruled)
                .toList()
                .forEach(known::add);
        List<PatchableStack> patched = deployedOrNull == null ? List.of() : deployedOrNull.patchable;
        return new Directory(commit, known, patched.stream().map(this::closed).toList(), declared);
    }

    private PatchableStack closed(PatchableStack deployed) {
        return patchable(deployed.account(), deployed.stack())
                .map(deployed::closedAlsoBy)
                .orElse(deployed);
    }

    /** Returns a stack of an account, or nothing where it is not declared or nothing of it can be patched. */
    public Optional<PatchableStack> patchable(String account, String stack) {
        return patchable.stream()
                .filter(found ->
                        found.account().equals(account) && found.stack().equals(stack))
                .findFirst();
    }

    /** Returns the environment in an account, or nothing where the account is not of the estate. */
    public Optional<Place> of(String account) {
        return places.stream().filter(place -> place.account().equals(account)).findFirst();
    }
}
