/** What the tests of the estate share: repositories made of text. */
@NullMarked
package dev.plumbline.estate;

import org.jspecify.annotations.NullMarked;
