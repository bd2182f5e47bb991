/** Tests of windows. */
@NullMarked
package dev.plumbline.estate.patching;

import org.jspecify.annotations.NullMarked;
