package dev.plumbline.estate.read;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Position;
import dev.plumbline.estate.Problem;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.blueprint.Blueprints;
import java.util.List;

/** Reads the files of a live repository as an estate. Safe for use by several threads. */
public final class EstateReader {

    private final Blueprints builtIn;

    /** Creates a reader that knows a set of built-in blueprints. */
    public EstateReader(Blueprints builtIn) {
        this.builtIn = requireNonNull(builtIn, "builtIn is null");
    }

    /** Returns the estate, or all that is wrong with the repository. */
    public Reading read(SourceTree tree) {
        if (tree.file("plumbline.yaml").isEmpty()) {
            return new Reading.Refused(List.of(new Problem(
                    Position.startOf("plumbline.yaml"), ProblemCode.FILE_MISSING, "there is no plumbline.yaml", "")));
        }
        throw new UnsupportedOperationException("not built yet: " + builtIn.getClass());
    }
}
