package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of one commit of a live repository, held in memory and never checked out.
 *
 * @param commit the full id of the commit, lower-case hexadecimal
 * @param files the content of each file by its path: relative to the root, with {@code /} between folders, without
 *     {@code .} or {@code ..}. The contents are not copied: whoever makes the tree gives them away.
 */
public record SourceTree(String commit, SortedMap<String, byte[]> files) {

    /** Checks the commit and fixes the order of the files. */
    public SourceTree {
        requireNonNull(commit, "commit is null");
        if (!commit.matches("[0-9a-f]{40,64}")) {
            throw new IllegalArgumentException("not the id of a commit: " + commit);
        }
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Creates a tree from files in any order. */
    public static SourceTree of(String commit, Map<String, byte[]> files) {
        return new SourceTree(commit, new TreeMap<>(files));
    }

    /** Returns the content of the file at a path, or nothing where there is no such file. */
    public Optional<byte[]> file(String path) {
        return Optional.ofNullable(files.get(path));
    }
}
