/**
 * Finds out what has to be done: asks Git for the head, claims it, reads the estate and compares what is intended with
 * what is known. The intent itself, and its validation, belong to the estate.
 */
@NullMarked
package dev.plumbline.tasks.plan;

import org.jspecify.annotations.NullMarked;
