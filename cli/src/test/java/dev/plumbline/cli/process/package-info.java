/** Tests. */
@NullMarked
package dev.plumbline.cli.process;

import org.jspecify.annotations.NullMarked;
