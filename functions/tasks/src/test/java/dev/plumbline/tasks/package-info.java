/** What the tests of several stages need. */
@NullMarked
package dev.plumbline.tasks;

import org.jspecify.annotations.NullMarked;
