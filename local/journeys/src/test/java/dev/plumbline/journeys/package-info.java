/**
 * Whole journeys on a local organisation of five accounts with IAM enforced: from a {@code git push} through webhook,
 * state machines and functions to verified accounts, and what disturbs them. What a single module can show for itself
 * is tested there.
 */
@NullMarked
package dev.plumbline.journeys;

import org.jspecify.annotations.NullMarked;
