package dev.plumbline.tasks.remediate;

import java.util.function.Supplier;

/**
 * Goes on with the next stage in the same call, which has the case at hand: that saves a state of the machine, a call
 * and reading the case again.
 */
final class Onwards {

    private Onwards() {}

    /**
     * Returns what the next stage answers. Where it fails, nothing is lost by that: the machine enters the state of
     * that stage, which meets the failure again and is where it is retried, waited for or recorded.
     *
     * @param next the next stage; it may run again
     * @param there what to answer so that the machine goes to the state of the next stage; it leaves in the ledger what
     *     that one needs
     */
    static RemediateAnswer to(Supplier<RemediateAnswer> next, Supplier<RemediateAnswer> there) {
        try {
            return next.get();
        } catch (RuntimeException failed) {
            return there.get();
        }
    }
}
