package dev.plumbline.accounts.changes;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Action;
import dev.plumbline.accounts.stacks.Change.Detail;
import dev.plumbline.accounts.stacks.Change.Replacement;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Changes as CloudFormation describes them. */
public final class ChangesForTests {

    private ChangesForTests() {}

    public static Change added(String id, String type) {
        return change(Action.ADD, id, type, Replacement.FALSE, List.of());
    }

    public static Change removed(String id, String type) {
        return change(Action.REMOVE, id, type, Replacement.FALSE, List.of());
    }

    public static Change modified(String id, String type, Replacement replacement, Detail... details) {
        return change(Action.MODIFY, id, type, replacement, Arrays.asList(details));
    }

    public static Detail property(String name, String recreates) {
        return new Detail("Properties", "/Properties/" + name, recreates, "", "", "", "", false);
    }

    private static Change change(Action action, String id, String type, Replacement replacement, List<Detail> details) {
        return new Change(action, id, "", type, replacement, "", new TreeSet<>(), details);
    }
}
