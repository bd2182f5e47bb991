package dev.plumbline.estate;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while reading goes on, so that one pass finds everything. For use by one thread. */
public final class Problems {

    private final List<Problem> all = new ArrayList<>();

    /** Creates an empty collection. */
    public Problems() {}

    /** Adds a problem with a hint; the hint may be empty. */
    public void add(Position position, ProblemCode code, String message, String hint) {
        all.add(new Problem(position, code, message, hint));
    }

    /** Adds a problem whose message says all. */
    public void add(Position position, ProblemCode code, String message) {
        add(position, code, message, "");
    }

    /** Whether nothing was wrong so far. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns each problem once, ordered by place. */
    public List<Problem> all() {
        return all.stream().distinct().sorted().toList();
    }
}
