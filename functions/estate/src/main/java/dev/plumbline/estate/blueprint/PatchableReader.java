package dev.plumbline.estate.blueprint;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.estate.patching.Patchable;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what of a template can be patched: the part {@code Patches} of its metadata. */
final class PatchableReader {

    private final Set<String> outputs;
    private final Set<String> windowed;
    private final Problems problems;

    PatchableReader(Set<String> outputs, Set<String> windowed, Problems problems) {
        this.outputs = outputs;
        this.windowed = windowed;
        this.problems = problems;
    }

    List<Patchable> read(Node.Entries patches) {
        List<Patchable> patchables = new ArrayList<>();
        for (Node.Entry entry : patches.all().values()) {
            kind(entry.key())
                    .ifPresent(kind -> Fields.mapping(entry.value(), entry.key().text(), problems)
                            .map(mapping -> new Patchable(kind, arguments(kind, mapping)))
                            .ifPresent(patchables::add));
        }
        return patchables;
    }

    private Optional<PatchKind> kind(Node.Scalar word) {
        Optional<PatchKind> kind = PatchKind.of(word.text());
        if (kind.isEmpty()) {
            List<String> kinds =
                    Arrays.stream(PatchKind.values()).map(PatchKind::word).toList();
            problems.add(
                    word.position(),
                    ProblemCode.METADATA_INVALID,
                    "nothing of the kind " + word.text() + " can be patched",
                    Suggestion.hint(word.text(), kinds));
        }
        return kind;
    }

    private SortedMap<String, String> arguments(PatchKind kind, Node.Entries mapping) {
        Fields fields = new Fields(mapping, kind.word(), problems);
        SortedMap<String, String> arguments = new TreeMap<>();
        for (String argument : kind.required()) {
            fields.requireText(argument, "the name of an output")
                    .ifPresent(name -> known(name, outputs, "output", argument, arguments));
        }
        for (String argument : kind.optional()) {
            fields.text(argument).ifPresent(name -> known(name, outputs, "output", argument, arguments));
        }
        for (String argument : kind.versions()) {
            fields.text(argument).ifPresent(name -> known(name, windowed, "windowed parameter", argument, arguments));
        }
        fields.finish();
        return arguments;
    }

    private void known(
            Node.Scalar name, Set<String> names, String what, String argument, SortedMap<String, String> arguments) {
        if (names.contains(name.text())) {
            arguments.put(argument, name.text());
        } else {
            problems.add(
                    name.position(),
                    ProblemCode.METADATA_INVALID,
                    "the template has no " + what + " " + name.text(),
                    Suggestion.hint(name.text(), names));
        }
    }
}
