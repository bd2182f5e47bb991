/** Tests of how runs and stacks are explained. */
@NullMarked
package dev.plumbline.cli.explain;

import org.jspecify.annotations.NullMarked;
