/** The gateway to EventBridge Scheduler: what starts runs by itself. */
@NullMarked
package dev.plumbline.accounts.schedules;

import org.jspecify.annotations.NullMarked;
