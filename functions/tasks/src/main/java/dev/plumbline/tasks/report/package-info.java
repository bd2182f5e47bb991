/**
 * Closes waves and runs: reads from the ledger how it went, decides whether the next wave starts, and tells people.
 * What happened is never decided here.
 */
@NullMarked
package dev.plumbline.tasks.report;

import org.jspecify.annotations.NullMarked;
