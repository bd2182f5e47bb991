/**
 * What stays of stacks that were removed, when a stack comes back: whether it is there still, and what would become of
 * it. That something stayed is noted where stacks are removed.
 */
@NullMarked
package dev.plumbline.tasks.kept;

import org.jspecify.annotations.NullMarked;
