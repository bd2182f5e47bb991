/** Tests of what a template would make. */
@NullMarked
package dev.plumbline.estate.forecast;

import org.jspecify.annotations.NullMarked;
