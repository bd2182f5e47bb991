/**
 * Counts what is asked of AWS, by purpose, service and action: the price of a run, shown in its summary. Nothing here
 * changes a request.
 */
@NullMarked
package dev.plumbline.accounts.requests;

import org.jspecify.annotations.NullMarked;
