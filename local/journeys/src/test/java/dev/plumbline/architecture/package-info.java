/** The rules that no single module can hold: who may know whom, and what every package owes its reader. */
@NullMarked
package dev.plumbline.architecture;

import org.jspecify.annotations.NullMarked;
