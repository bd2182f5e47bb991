/** The door's only route, its answers and its problem documents (RFC 9457). */
@NullMarked
package dev.plumbline.webhook.http;

import org.jspecify.annotations.NullMarked;
