package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.directory.PatchableStack;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every kind of what can be patched. */
final class Patchers {

    private final List<Patcher> all = List.of(new DatabasesPatcher(), new ClusterPatcher(), new ServersPatcher());

    @Inject
    Patchers() {}

    /** Whether a kind can be patched. */
    boolean knows(PatchKind kind) {
        return all.stream().anyMatch(patcher -> patcher.kind() == kind);
    }

    /** Returns who patches a kind. */
    Patcher of(PatchKind kind) {
        return all.stream()
                .filter(patcher -> patcher.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new Stalled("Nothing here patches " + kind.word()
                        + ". Deploy template.yaml and the functions of the same version of Plumbline."));
    }

    /** Returns who patches what a step is about. */
    Patcher of(PatchStep step) {
        return of(PatchKind.of(step.patcher())
                .orElseThrow(() -> new Stalled("There is no kind " + step.patcher() + " of what can be patched.")));
    }

    /**
     * Returns what of a stack can be patched in a target; nothing where the stack was not deployed there.
     *
     * @param state what the ledger holds of the target
     * @param known what the ledger holds of patches of the target
     */
    List<Subject> subjects(PatchableStack stack, TargetState state, List<Patch> known) {
        StackRecord record = state.stacks().get(stack.stack());
        if (record == null || record.digest().isEmpty()) {
            return List.of();
        }
        return stack.patchables().stream()
                .filter(patchable -> knows(patchable.kind()))
                .map(patchable -> new Subject(stack, patchable, stack.patching().read(), record, known))
                .toList();
    }

    /** Returns everything that is asked of accounts. */
    Set<Operation> operations() {
        return all.stream().flatMap(patcher -> patcher.operations().stream()).collect(Collectors.toSet());
    }
}
