/** The steps of remediate in their order, over an account and a hub that are played below the SDK. */
@NullMarked
package dev.plumbline.tasks.remediate;

import org.jspecify.annotations.NullMarked;
