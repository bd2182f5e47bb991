/** A live repository as it lies on disk, not yet committed. */
@NullMarked
package dev.plumbline.cli.live;

import org.jspecify.annotations.NullMarked;
