package dev.plumbline.estate.support;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Position;

/** A place of a template that says which version a resource is of. */
sealed interface VersionUse {

    /** Returns what it is a version of. */
    Product product();

    /**
     * A version in the template itself.
     *
     * @param product what it is a version of
     * @param version the version
     * @param position where it stands
     */
    record Literal(Product product, String version, Position position) implements VersionUse {
        /** Checks that nothing is missing. */
        public Literal {
            requireNonNull(product, "product is null");
            requireNonNull(version, "version is null");
            requireNonNull(position, "position is null");
        }
    }

    /**
     * A parameter of the template.
     *
     * @param product what it is a version of
     * @param name the parameter's name
     */
    record Parameter(Product product, String name) implements VersionUse {
        /** Checks that nothing is missing. */
        public Parameter {
            requireNonNull(product, "product is null");
            requireNonNull(name, "name is null");
        }
    }
}
