/** AWS played in memory, below the SDK: its clients run as they are, and their HTTP requests are answered here. */
@NullMarked
package dev.plumbline.accounts.stub;

import org.jspecify.annotations.NullMarked;
