/** Tests. */
@NullMarked
package dev.plumbline.cli.live;

import org.jspecify.annotations.NullMarked;
