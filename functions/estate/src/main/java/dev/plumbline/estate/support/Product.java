package dev.plumbline.estate.support;

import java.util.Arrays;
import java.util.Optional;

/** What AWS supports in versions, each until a day. */
enum Product {
    /** Kubernetes on EKS; a version is a minor version. */
    KUBERNETES("kubernetes", "Kubernetes"),
    /** PostgreSQL on RDS; a version is a major or a minor version. */
    POSTGRESQL("postgresql", "PostgreSQL"),
    /** Runtimes of Lambda; a version is the runtime's identifier. */
    LAMBDA("lambda", "the Lambda runtime");

    private final String word;
    private final String named;

    Product(String word, String named) {
        this.word = word;
        this.named = named;
    }

    /** Returns how people call it, before a version. */
    String named() {
        return named;
    }

    /** Returns what a word of the table stands for. */
    static Optional<Product> of(String word) {
        return Arrays.stream(values())
                .filter(product -> product.word.equals(word))
                .findFirst();
    }

    /**
     * Whether one version may stand in the place of another: any newer one of Kubernetes and PostgreSQL, of a runtime
     * the same language's.
     */
    boolean akin(String one, String other) {
        return this != LAMBDA || language(one).equals(language(other));
    }

    private static String language(String runtime) {
        return runtime.replaceFirst("[0-9.].*", "");
    }
}
