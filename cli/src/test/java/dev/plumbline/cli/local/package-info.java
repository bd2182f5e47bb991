/** Tests. */
@NullMarked
package dev.plumbline.cli.local;

import org.jspecify.annotations.NullMarked;
