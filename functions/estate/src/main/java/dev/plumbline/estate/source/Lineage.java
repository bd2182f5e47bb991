package dev.plumbline.estate.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From whom commits descend, as far back as was read.
 *
 * @param parents the parents of each commit
 */
public record Lineage(Map<String, Set<String>> parents) {

    /** Copies the parents. */
    public Lineage {
        parents = parents.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> Set.copyOf(each.getValue())));
    }

    /**
     * Whether a commit is another, or came before it in its history. Where that lies further back than was read, the
     * answer is no.
     */
    public boolean leads(String from, String to) {
        Deque<String> open = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        open.push(to);
        while (!open.isEmpty()) {
            String commit = open.pop();
            if (commit.equals(from)) {
                return true;
            }
            if (seen.add(commit)) {
                parents.getOrDefault(commit, Set.of()).forEach(open::push);
            }
        }
        return false;
    }
}
