/** The gateway to CloudTrail's events: who called what. */
@NullMarked
package dev.plumbline.accounts.trails;

import org.jspecify.annotations.NullMarked;
