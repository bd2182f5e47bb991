package dev.plumbline.accounts.preview;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What would happen to a resource or a value. */
public enum Sign {
    /** It would be made. */
    @JsonProperty("add")
    ADD("+"),
    /** It would be changed where it is. */
    @JsonProperty("change")
    CHANGE("~"),
    /** Another would take its place, or may. */
    @JsonProperty("replace")
    REPLACE("-/+"),
    /** It would go. */
    @JsonProperty("remove")
    REMOVE("-");

    private final String mark;

    Sign(String mark) {
        this.mark = mark;
    }

    /** Returns the mark that stands before it in a diff. */
    public String mark() {
        return mark;
    }
}
