package dev.plumbline.estate;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Helps with names that do not exist: the one that was probably meant, or all that there are. */
public final class Suggestion {

    private static final int SHOWN = 12;

    private Suggestion() {}

    /** Returns a hint for a name that is not among the known ones; empty where nothing is known. */
    public static String hint(String name, Collection<String> known) {
        return closest(name, known).map(close -> "did you mean " + close + "?").orElseGet(() -> listed(known));
    }

    /** Returns the known name that is closest, if it is close enough to be a slip. */
    public static Optional<String> closest(String name, Collection<String> known) {
        int allowed = Math.max(1, name.length() / 3);
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= allowed)
                .filter(candidate -> distance(name, candidate) <= allowed)
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String listed(Collection<String> known) {
        if (known.isEmpty()) {
            return "";
        }
        String shown = String.join(", ", known.stream().sorted().limit(SHOWN).toList());
        return "known: " + shown + (known.size() > SHOWN ? ", ..." : "");
    }

    /**
     * Counts insertions, deletions, substitutions and swaps of neighbours that turn one name into the other, whatever
     * its case.
     */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
