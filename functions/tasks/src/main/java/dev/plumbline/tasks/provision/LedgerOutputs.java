package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.StackRecords;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.OutputLookup;
import dev.plumbline.estate.StackKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The outputs that the ledger holds of stacks that are known. Each stack is read once. */
final class LedgerOutputs implements OutputLookup {

    private final StackRecords stacks;
    private final Map<StackKey, StackRecord> read = new HashMap<>();

    LedgerOutputs(StackRecords stacks) {
        this.stacks = requireNonNull(stacks, "stacks is null");
    }

    @Override
    public Optional<String> find(OutputKey output) {
        StackRecord record = read.computeIfAbsent(output.stack(), stacks::read);
        return record.known() ? Optional.ofNullable(record.outputs().get(output.output())) : Optional.empty();
    }
}
