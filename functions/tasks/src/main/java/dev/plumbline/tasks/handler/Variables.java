package dev.plumbline.tasks.handler;

import dev.plumbline.failure.Stalled;
import java.util.Map;

/**
 * The variables that template.yaml gives to a function.
 *
 * @param all every variable by name
 */
public record Variables(Map<String, String> all) {

    /** Copies the variables. */
    public Variables {
        all = Map.copyOf(all);
    }

    /**
     * Returns a variable that has to be set.
     *
     * @throws Stalled where it is not, or is empty
     */
    public String required(String name) {
        String value = optional(name);
        if (value.isEmpty()) {
            throw new Stalled("The variable " + name + " of the function is not set. Deploy template.yaml again.");
        }
        return value;
    }

    /** Returns a variable, empty where it is not set. */
    public String optional(String name) {
        return all.getOrDefault(name, "");
    }

    /** Shows the names alone: a value may be nobody's business. */
    @Override
    public String toString() {
        return "Variables" + all.keySet().stream().sorted().toList();
    }
}
