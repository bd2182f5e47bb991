package dev.plumbline.accounts.changes;

import dev.plumbline.accounts.stacks.Change;
import java.util.List;

/**
 * How much a change set would change.
 *
 * @param added resources that are made
 * @param changed resources that are changed where they are
 * @param replaced resources whose place another takes, or may take
 * @param removed resources that go
 */
public record ChangeCounts(int added, int changed, int replaced, int removed) {

    /** Counts changes. */
    public static ChangeCounts of(List<Change> changes) {
        int added = 0;
        int changed = 0;
        int replaced = 0;
        int removed = 0;
        for (Change change : changes) {
            switch (change.action()) {
                case ADD, IMPORT -> added++;
                case REMOVE -> removed++;
                case MODIFY, DYNAMIC, SYNC_WITH_ACTUAL -> {
                    if (Replacements.of(change) == Change.Replacement.FALSE) {
                        changed++;
                    } else {
                        replaced++;
                    }
                }
            }
        }
        return new ChangeCounts(added, changed, replaced, removed);
    }

    /** Returns the numbers as a line shows them: {@code +3 ~1 ±1 -2}, only those that are not zero. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        part(text, "+", added);
        part(text, "~", changed);
        part(text, "±", replaced);
        part(text, "-", removed);
        return text.toString().strip();
    }

    private static void part(StringBuilder text, String sign, int count) {
        if (count > 0) {
            text.append(' ').append(sign).append(count);
        }
    }
}
