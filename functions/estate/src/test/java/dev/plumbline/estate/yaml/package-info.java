/** Tests of the package of the same name. */
@NullMarked
package dev.plumbline.estate.yaml;

import org.jspecify.annotations.NullMarked;
