/**
 * The door's two functions as Lambda sees them: shells that turn an event into a delivery and an answer into a
 * response. What a delivery means is decided in the sub-packages.
 */
@NullMarked
package dev.plumbline.webhook;

import org.jspecify.annotations.NullMarked;
