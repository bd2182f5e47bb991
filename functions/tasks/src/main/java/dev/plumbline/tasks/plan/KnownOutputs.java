package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.StackRecords;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.OutputLookup;
import dev.plumbline.estate.StackKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The outputs that the ledger holds of stacks, whether they were changed since or not: good enough to look, never to
 * deploy. Each stack is read once.
 */
final class KnownOutputs implements OutputLookup {

    private final StackRecords stacks;
    private final Map<StackKey, StackRecord> read = new HashMap<>();

    KnownOutputs(StackRecords stacks) {
        this.stacks = requireNonNull(stacks, "stacks is null");
    }

    @Override
    public Optional<String> find(OutputKey output) {
        StackRecord record = read.computeIfAbsent(output.stack(), stacks::read);
        return Optional.ofNullable(record.outputs().get(output.output()));
    }

    /** Returns a lookup that gives a word for what is not known. */
    OutputLookup orFor(String unknown) {
        return output -> Optional.of(find(output).orElse(unknown));
    }
}
