/** The secrets that senders share with the door: where they come from, and how long they are remembered. */
@NullMarked
package dev.plumbline.webhook.secrets;

import org.jspecify.annotations.NullMarked;
