/** What to write into the live repository where drift is to stay. Reads files and templates; changes neither. */
@NullMarked
package dev.plumbline.cli.keep;

import org.jspecify.annotations.NullMarked;
