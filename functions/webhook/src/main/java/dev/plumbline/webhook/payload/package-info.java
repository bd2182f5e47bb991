/** What an authentic delivery says, as a {@link dev.plumbline.webhook.payload.Message}. Decides nothing. */
@NullMarked
package dev.plumbline.webhook.payload;

import org.jspecify.annotations.NullMarked;
