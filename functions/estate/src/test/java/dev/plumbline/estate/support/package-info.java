/** Tests of the table of ends of support, and of what is warned of. */
@NullMarked
package dev.plumbline.estate.support;

import org.jspecify.annotations.NullMarked;
