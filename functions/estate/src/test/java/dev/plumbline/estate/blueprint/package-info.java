/** Tests of the package of the same name. */
@NullMarked
package dev.plumbline.estate.blueprint;

import org.jspecify.annotations.NullMarked;
