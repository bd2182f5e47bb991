/** Pages of the AWS console at which people read on. Building an address asks nothing of AWS. */
@NullMarked
package dev.plumbline.tasks.console;

import org.jspecify.annotations.NullMarked;
