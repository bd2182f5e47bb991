package dev.plumbline.accounts.preview;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plumbline.accounts.stacks.Change;

/** Whether a change makes another resource take a resource's place. */
public enum Effect {
    /** It stays. */
    @JsonProperty("none")
    NONE(""),
    /** Another takes its place. */
    @JsonProperty("replaces")
    REPLACES("forces replacement"),
    /** CloudFormation knows only when it gets there. */
    @JsonProperty("may-replace")
    MAY_REPLACE("may replace");

    private final String words;

    Effect(String words) {
        this.words = words;
    }

    /** Returns it in words; empty where nothing is replaced. */
    public String words() {
        return words;
    }

    static Effect of(Change.Replacement replacement) {
        return switch (replacement) {
            case TRUE -> REPLACES;
            case CONDITIONAL -> MAY_REPLACE;
            case FALSE -> NONE;
        };
    }

    /** Returns the graver of two. */
    Effect and(Effect other) {
        return this == REPLACES || other == NONE ? this : other;
    }
}
