/** What becomes of what stayed of removed stacks when a stack comes back. */
@NullMarked
package dev.plumbline.tasks.kept;

import org.jspecify.annotations.NullMarked;
