/**
 * Hears what the accounts and the control plane's own executions tell: keeps the ledger true and wakes who waits. An
 * event is a hint that may come twice, late or out of order; what happened is read from AWS by whoever is woken.
 */
@NullMarked
package dev.plumbline.tasks.observe;

import org.jspecify.annotations.NullMarked;
