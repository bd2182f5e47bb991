package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What would happen to one stack.
 *
 * @param stack its name in the estate
 * @param action what would be done
 * @param asks whether a person would be asked first
 * @param parameters its parameters and tags that differ from the deployed ones
 * @param resources its resources that would change
 * @param notes what else is to be known, a sentence each
 */
public record StackPreview(
        String stack,
        Action action,
        boolean asks,
        List<ValueDiff> parameters,
        List<ResourceDiff> resources,
        List<String> notes) {

    /** Checks that nothing is missing and copies the lists. */
    public StackPreview {
        requireNonNull(stack, "stack is null");
        requireNonNull(action, "action is null");
        parameters = List.copyOf(parameters);
        resources = List.copyOf(resources);
        notes = List.copyOf(notes);
    }

    /** What would be done to a stack. */
    public enum Action {
        /** It would be made. */
        @JsonProperty("create")
        CREATE,
        /** It would be changed. */
        @JsonProperty("update")
        UPDATE,
        /** It would go. */
        @JsonProperty("remove")
        REMOVE,
        /** It refers to a stack that changes: whether it changes itself is known once that is deployed. */
        @JsonProperty("later")
        LATER,
        /** It cannot be told: CloudFormation refuses the change, or somebody has to act first. The notes say why. */
        @JsonProperty("failed")
        FAILED
    }

    /** Whether it could be told what would happen. */
    public boolean told() {
        return action != Action.FAILED;
    }
}
