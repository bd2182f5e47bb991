/** The gateway to Amazon CloudWatch Logs: what probes ask about logs that have to arrive. */
@NullMarked
package dev.plumbline.accounts.logs;

import org.jspecify.annotations.NullMarked;
