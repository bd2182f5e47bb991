/** How what can be patched, and what was, is shown to people and programs. */
@NullMarked
package dev.plumbline.cli.patches;

import org.jspecify.annotations.NullMarked;
