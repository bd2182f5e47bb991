package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.estate.forecast.HiddenValues;

/**
 * What of a stack's changes may not be shown, because its template makes it of what the reader of a plan may not know.
 *
 * @param before what the deployed template hides
 * @param after what the template hides that would be deployed
 */
public record Hidden(HiddenValues before, HiddenValues after) {

    /** Checks that nothing is missing. */
    public Hidden {
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
    }

    boolean of(Change change, Change.Detail detail) {
        return hides(change, detail.name()) || hides(change, detail.attribute());
    }

    private boolean hides(Change change, String part) {
        return before.hides(change.logicalId(), part) || after.hides(change.logicalId(), part);
    }
}
