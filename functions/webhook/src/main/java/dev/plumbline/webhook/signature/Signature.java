package dev.plumbline.webhook.signature;

import dev.plumbline.estate.source.Secret;

/** The proof of origin that a delivery carries, well-formed but not yet checked. */
@FunctionalInterface
interface Signature {

    /** Returns whether the proof was made with a secret. */
    boolean madeWith(Secret secret);
}
