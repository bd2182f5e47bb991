/** Tells the story of a run or of a stack: the cause first, then what came of it, then what to do. Pure. */
@NullMarked
package dev.plumbline.cli.explain;

import org.jspecify.annotations.NullMarked;
