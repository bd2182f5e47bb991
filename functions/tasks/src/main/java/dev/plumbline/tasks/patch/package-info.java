/**
 * The workflow of patching, step by step: what can be patched, what of it may be now, applying it, seeing that it is
 * well, telling people. One class for each kind of what can be patched knows how; what a deployment does does not
 * belong here: versions go through the stack, by reconciling it.
 */
@NullMarked
package dev.plumbline.tasks.patch;

import org.jspecify.annotations.NullMarked;
