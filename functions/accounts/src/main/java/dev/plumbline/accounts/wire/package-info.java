/**
 * Requests to AWS without the SDK's client of a service: signed, counted, repeated like its own. What they say and how
 * answers read is the business of the protocols above.
 */
@NullMarked
package dev.plumbline.accounts.wire;

import org.jspecify.annotations.NullMarked;
