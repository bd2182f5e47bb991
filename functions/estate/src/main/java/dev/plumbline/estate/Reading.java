package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** What came of reading a live repository: an estate, or all its problems. */
public sealed interface Reading {

    /**
     * The repository is right.
     *
     * @param estate what it describes
     */
    record Valid(Estate estate) implements Reading {
        /** Checks that there is an estate. */
        public Valid {
            requireNonNull(estate, "estate is null");
        }
    }

    /**
     * The repository is wrong, and nothing of it is deployed.
     *
     * @param problems everything that was found in one pass, ordered by place; never empty
     */
    record Refused(List<Problem> problems) implements Reading {
        /** Orders the problems and checks that there are any. */
        public Refused {
            problems = problems.stream().distinct().sorted().toList();
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("refused without a problem");
            }
        }

        /** Returns one line for each problem. */
        @Override
        public String toString() {
            return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        }
    }
}
