package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.patching.Patchable;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.tasks.directory.PatchableStack;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What of a stack is looked at.
 *
 * @param stack the stack as it is declared
 * @param patchable what of it
 * @param patching when and how far
 * @param record what the ledger holds of it
 * @param known what was last seen to be possible, or done
 */
record Subject(PatchableStack stack, Patchable patchable, Patching patching, StackRecord record, List<Patch> known) {

    Subject {
        requireNonNull(stack, "stack is null");
        requireNonNull(patchable, "patchable is null");
        requireNonNull(patching, "patching is null");
        requireNonNull(record, "record is null");
        known = List.copyOf(known);
    }

    /** Returns the value of the output that an argument names; empty where there is none. */
    String output(String argument) {
        return patchable.name(argument).map(name -> record.outputs().get(name)).orElse("");
    }

    /** Returns the values of the output that an argument names, separated by commas. */
    List<String> outputs(String argument) {
        return Arrays.stream(output(argument).split(",", -1))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Returns the name of the windowed parameter that an argument names, or nothing. */
    Optional<String> parameter(String argument) {
        return patchable.name(argument);
    }

    /** Returns the declared value of the windowed parameter that an argument names; empty where there is none. */
    String declared(String argument) {
        return parameter(argument).map(name -> stack.declared().get(name)).orElse("");
    }

    /**
     * Returns the value with which the windowed parameter was deployed that an argument names, or what AWS itself has
     * moved it to since; empty where it was not deployed.
     */
    String deployed(String argument) {
        String deployed =
                parameter(argument).map(name -> record.windowed().get(name)).orElse("");
        String moved = parameter(argument).map(name -> record.moved().get(name)).orElse("");
        return AwsMove.isAhead(moved, deployed) ? moved : deployed;
    }

    /**
     * Whether something was brought to a version, or seen at it: EKS takes none back by itself, so nobody need ask.
     *
     * @param kind what kind of patch it is
     * @param what what is patched
     */
    boolean isKnownAt(String kind, String what, String version) {
        return known.stream()
                .filter(patch -> patch.stack().stack().equals(stack.stack()))
                .filter(patch -> patch.kind().equals(kind) && patch.status() == PatchStatus.DONE)
                .anyMatch(patch -> patch.subject().equals(what) && patch.to().equals(version));
    }
}
