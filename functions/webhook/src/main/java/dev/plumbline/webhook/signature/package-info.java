/**
 * Who sent a delivery: signatures over raw bytes, compared in constant time, failing closed. Nothing here parses a
 * body. Texts are never compared with {@code equals} here; a test holds this.
 */
@NullMarked
package dev.plumbline.webhook.signature;

import org.jspecify.annotations.NullMarked;
