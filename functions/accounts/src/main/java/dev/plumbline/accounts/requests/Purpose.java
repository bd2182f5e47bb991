package dev.plumbline.accounts.requests;

import java.util.Locale;

/** What a request to AWS is for. A run's price is told by these. */
public enum Purpose {
    /** Makes the change: looks at stacks, makes and executes change sets. */
    CHANGE,
    /** Asks again whether something is done. */
    POLL,
    /** Looks at what was made. */
    VERIFICATION,
    /** Opens a session in an account. */
    SESSION,
    /** The control plane's own: ledger, bucket, topics, executions. */
    CONTROL_PLANE;

    /** Returns the purpose as it stands in the ledger and in summaries, such as {@code control-plane}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Finds the purpose by its label. */
    static Purpose labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
