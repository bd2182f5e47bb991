/** The gateway to Step Functions: starting executions, looking at them, waking those that wait. */
@NullMarked
package dev.plumbline.accounts.workflows;

import org.jspecify.annotations.NullMarked;
