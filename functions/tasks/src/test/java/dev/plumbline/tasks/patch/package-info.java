/** Tests of patching. */
@NullMarked
package dev.plumbline.tasks.patch;

import org.jspecify.annotations.NullMarked;
