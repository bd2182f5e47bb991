/** Tests of the package of the same name. */
@NullMarked
package dev.plumbline.estate.read;

import org.jspecify.annotations.NullMarked;
