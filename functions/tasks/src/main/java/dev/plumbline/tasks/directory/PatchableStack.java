package dev.plumbline.tasks.directory;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.estate.patching.Patchable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stack of which something can be patched.
 *
 * @param environment its environment
 * @param account its account
 * @param regions its regions
 * @param wave its wave
 * @param stack its name
 * @param blueprint the name of its blueprint
 * @param at where it is declared
 * @param patches by the word of a kind, what can be patched
 * @param declared the values of windowed parameters that are declared in plain
 * @param patching when and how far it is patched
 */
public record PatchableStack(
        String environment,
        String account,
        List<String> regions,
        int wave,
        String stack,
        String blueprint,
        String at,
        SortedMap<String, SortedMap<String, String>> patches,
        SortedMap<String, String> declared,
        PatchingDocument patching) {

    /** Copies the collections and checks that nothing is missing. */
    public PatchableStack {
        requireNonNull(environment, "environment is null");
        requireNonNull(account, "account is null");
        regions = List.copyOf(regions);
        requireNonNull(stack, "stack is null");
        requireNonNull(blueprint, "blueprint is null");
        requireNonNull(at, "at is null");
        patches = Collections.unmodifiableSortedMap(new TreeMap<>(patches));
        declared = Collections.unmodifiableSortedMap(new TreeMap<>(declared));
        requireNonNull(patching, "patching is null");
    }

    static PatchableStack of(Environment environment, StackDeclaration stack, Blueprint blueprint) {
        TreeMap<String, SortedMap<String, String>> patches = new TreeMap<>();
        for (Patchable patchable : blueprint.patchables()) {
            patches.put(patchable.kind().word(), patchable.with());
        }
        TreeMap<String, String> declared = new TreeMap<>();
        for (String parameter : blueprint.windowed()) {
            if (stack.parameters().containsKey(parameter)
                    && stack.parameters().get(parameter).value() instanceof Value.Literal<?> literal) {
                declared.put(parameter, literal.text());
            }
        }
        return new PatchableStack(
                environment.name(),
                environment.account(),
                stack.regions(),
                stack.wave(),
                stack.name(),
                blueprint.name(),
                stack.position().toString(),
                patches,
                declared,
                PatchingDocument.of(stack.patching()));
    }

    /** Returns the same stack, in the blackouts of another commit's as well. */
    PatchableStack closedAlsoBy(PatchableStack other) {
        return new PatchableStack(
                environment,
                account,
                regions,
                wave,
                stack,
                blueprint,
                at,
                patches,
                declared,
                patching.closedAlsoBy(other.patching));
    }

    /** Returns where it is. */
    public List<TargetKey> targets() {
        return regions.stream().map(region -> new TargetKey(account, region)).toList();
    }

    /** Returns what can be patched of it. */
    public List<Patchable> patchables() {
        return patches.entrySet().stream()
                .map(entry -> new Patchable(PatchKind.of(entry.getKey()).orElseThrow(), entry.getValue()))
                .toList();
    }
}
