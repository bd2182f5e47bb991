package dev.plumbline.tasks.playbooks;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Call;

/**
 * How a step that makes something finds out that it is there already, as it is when the step is repeated.
 *
 * @param look what is asked
 * @param list the field of the answer that lists what there is
 * @param field the field of an entry that holds its id
 * @param made the field of the step's own answer that holds the id of what it made; dots lead inwards
 * @param name what the id is called in the steps that follow, which write it as {@code {name}}
 */
public record Existing(Call look, String list, String field, String made, String name) {
    /** Checks that nothing is missing. */
    public Existing {
        requireNonNull(look, "look is null");
        requireNonNull(list, "list is null");
        requireNonNull(field, "field is null");
        requireNonNull(made, "made is null");
        requireNonNull(name, "name is null");
    }
}
