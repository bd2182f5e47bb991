/**
 * Makes one target true to its plan: the lease, change sets and what may be done with them, their execution, settings,
 * and what is recorded of all that. How AWS is called belongs to the gateways, what is intended to the plan, what was
 * made to verification.
 */
@NullMarked
package dev.plumbline.tasks.provision;

import org.jspecify.annotations.NullMarked;
