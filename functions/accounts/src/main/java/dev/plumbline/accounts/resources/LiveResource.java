package dev.plumbline.accounts.resources;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/** What Cloud Control says of a resource. */
public sealed interface LiveResource {

    /**
     * It is there.
     *
     * @param properties its live properties, in the shape of its schema
     */
    record Found(JsonNode properties) implements LiveResource {
        /** Checks that nothing is missing. */
        public Found {
            requireNonNull(properties, "properties is null");
        }
    }

    /**
     * It is not there.
     *
     * @param identifier what was looked for
     */
    record NotFound(String identifier) implements LiveResource {
        /** Checks that nothing is missing. */
        public NotFound {
            requireNonNull(identifier, "identifier is null");
        }
    }

    /**
     * Cloud Control cannot read resources of this type.
     *
     * @param reason why, for people
     */
    record Unsupported(String reason) implements LiveResource {
        /** Checks that nothing is missing. */
        public Unsupported {
            requireNonNull(reason, "reason is null");
        }
    }
}
