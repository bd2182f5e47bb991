/**
 * Failures, typed by what happens next. The state machines name these classes in {@code ErrorEquals}: their names are a
 * contract and do not change. Nothing else belongs here.
 */
@NullMarked
package dev.plumbline.failure;

import org.jspecify.annotations.NullMarked;
