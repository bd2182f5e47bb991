/**
 * How the targets of a wave ended, whichever workflow works on them. What follows from that, and who is told, belongs
 * to the workflow.
 */
@NullMarked
package dev.plumbline.tasks.wave;

import org.jspecify.annotations.NullMarked;
