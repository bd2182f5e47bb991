/** The gateway to Amazon Route 53: what probes ask about hosted zones and what they answer. */
@NullMarked
package dev.plumbline.accounts.zones;

import org.jspecify.annotations.NullMarked;
