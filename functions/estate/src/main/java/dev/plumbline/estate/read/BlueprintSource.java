package dev.plumbline.estate.read;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.Version;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.yaml.Node;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds blueprints by name: the company's own first, so that a release that brings a built-in one of the same name
 * changes nothing; then the built-in ones under the pin.
 */
final class BlueprintSource {

    private final OwnBlueprints own;
    private final Blueprints builtIn;
    private final @Nullable Version pin;
    private final Problems problems;
    private final SortedMap<String, Blueprint> used = new TreeMap<>();

    /** Creates it; without a pin, which then has been reported, no built-in blueprint is found. */
    BlueprintSource(OwnBlueprints own, Blueprints builtIn, @Nullable Version pin, Problems problems) {
        this.own = own;
        this.builtIn = builtIn;
        this.pin = pin;
        this.problems = problems;
    }

    /** Returns a blueprint, or nothing where it cannot be used; problems are added. */
    Optional<Blueprint> find(Node.Scalar name) {
        Optional<Blueprint> found = look(name);
        found.ifPresent(blueprint -> used.put(blueprint.name(), blueprint));
        return found;
    }

    /** Returns all that were found. */
    SortedMap<String, Blueprint> used() {
        return used;
    }

    /** Returns a blueprint like {@link #find}, without counting it as used. */
    Optional<Blueprint> look(Node.Scalar name) {
        if (own.names().contains(name.text())) {
            return own.find(name.text());
        }
        List<Version> versions = builtIn.versions(name.text());
        if (versions.isEmpty()) {
            SortedSet<String> known = new TreeSet<>(builtIn.names());
            known.addAll(own.names());
            problems.add(
                    name.position(),
                    ProblemCode.UNKNOWN_BLUEPRINT,
                    "there is no blueprint " + name.text(),
                    Suggestion.hint(name.text(), known));
            return Optional.empty();
        }
        if (pin == null) {
            return Optional.empty();
        }
        Optional<Blueprint> blueprint = builtIn.find(name.text(), pin);
        if (blueprint.isEmpty()) {
            problems.add(
                    name.position(),
                    ProblemCode.BLUEPRINT_NOT_IN_PIN,
                    "the blueprint " + name.text() + " is not in version " + pin + " of the built-in set",
                    "set blueprints to " + versions.getFirst() + " or higher in plumbline.yaml");
        }
        return blueprint;
    }
}
