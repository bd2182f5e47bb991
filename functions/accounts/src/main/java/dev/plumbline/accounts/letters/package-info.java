/**
 * What could not be delivered in the hub: the messages of its dead-letter queue, and where each was to go. Whether it
 * is delivered again is for a person to say.
 */
@NullMarked
package dev.plumbline.accounts.letters;

import org.jspecify.annotations.NullMarked;
