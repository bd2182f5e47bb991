/** The gateway to CloudWatch: what probes ask about alarms. */
@NullMarked
package dev.plumbline.accounts.alarms;

import org.jspecify.annotations.NullMarked;
