/** Other programs: run to their end, or left running in the background and found again. */
@NullMarked
package dev.plumbline.cli.process;

import org.jspecify.annotations.NullMarked;
