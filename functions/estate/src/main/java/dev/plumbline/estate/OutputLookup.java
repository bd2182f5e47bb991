package dev.plumbline.estate;

import java.util.Optional;

/** Where the values of outputs come from: the ledger, or a stack that has just been deployed. */
@FunctionalInterface
public interface OutputLookup {

    /** Returns the value of an output, or nothing where it is not known (yet). */
    Optional<String> find(OutputKey output);

    /** A lookup that knows nothing. */
    static OutputLookup nothing() {
        return output -> Optional.empty();
    }
}
