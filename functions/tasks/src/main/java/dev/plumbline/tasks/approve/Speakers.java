package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.callers.Callers;
import dev.plumbline.accounts.callers.Proof;
import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.failure.Stalled;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;

/** Those who have a say: who they are, as AWS knows them, and why they say so. */
public final class Speakers {

    private static final int REASON_LENGTH = 1_000;

    private final Callers callers;

    /** Creates it. */
    @Inject
    public Speakers(Callers callers) {
        this.callers = requireNonNull(callers, "callers is null");
    }

    /**
     * Returns a reason as it is kept.
     *
     * @throws Stalled where it is none
     */
    static String reason(String given) {
        if (given.isBlank() || given.length() > REASON_LENGTH) {
            throw new Stalled("An answer needs a reason, at most " + REASON_LENGTH + " characters.");
        }
        return given.strip();
    }

    /** Returns who signed a statement. */
    Signer identify(Map<String, String> proof, String statement) {
        return callers.identify(new Proof(new TreeMap<>(proof)), statement);
    }
}
