package dev.plumbline.estate.yaml;

import dev.plumbline.estate.Position;
import dev.plumbline.estate.Problem;
import dev.plumbline.estate.ProblemCode;

/** Ends the reading of a document that cannot be read on. Never leaves this package. */
final class DocumentRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    DocumentRefused(Position position, ProblemCode code, String message, String hint) {
        super(message, null, false, false);
        this.problem = new Problem(position, code, message, hint);
    }

    Problem problem() {
        return problem;
    }
}
