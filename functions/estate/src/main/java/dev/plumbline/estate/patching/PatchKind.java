package dev.plumbline.estate.patching;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Kinds of what can be patched; typed code knows how. */
public enum PatchKind {
    /** A database of RDS with its read replicas. */
    DATABASES(List.of("Database"), List.of("Replicas"), List.of("Version", "ReplicaVersion")),
    /** A cluster of EKS with its add-ons and nodes. */
    CLUSTER(List.of("Cluster"), List.of(), List.of("Version")),
    /** Servers of an Auto Scaling group. */
    SERVERS(List.of("Group"), List.of(), List.of());

    // Lists of texts that nobody changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> required;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> optional;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> versions;

    PatchKind(List<String> required, List<String> optional, List<String> versions) {
        this.required = required;
        this.optional = optional;
        this.versions = versions;
    }

    /** Returns the arguments that have to name an output of the template. */
    public List<String> required() {
        return required;
    }

    /** Returns the arguments that may name an output of the template. */
    public List<String> optional() {
        return optional;
    }

    /** Returns the arguments that may name a windowed parameter of the template. */
    public List<String> versions() {
        return versions;
    }

    /** Returns all arguments. */
    public SortedSet<String> arguments() {
        return Stream.of(required, optional, versions)
                .flatMap(List::stream)
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    /** Returns the word that stands for it in a template's metadata. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what a word of a template's metadata stands for. */
    public static Optional<PatchKind> of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst();
    }
}
