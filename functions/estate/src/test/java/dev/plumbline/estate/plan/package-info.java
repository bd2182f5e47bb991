/** Tests of the package of the same name. */
@NullMarked
package dev.plumbline.estate.plan;

import org.jspecify.annotations.NullMarked;
