/**
 * What follows from a message: a run is started, was started before, or there is a reason to ignore it. Knows no HTTP.
 */
@NullMarked
package dev.plumbline.webhook.door;

import org.jspecify.annotations.NullMarked;
