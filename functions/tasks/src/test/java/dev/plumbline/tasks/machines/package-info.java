/**
 * The state machines, held to their rules: names that exist, shapes that the style asks for, expressions that evaluate.
 */
@NullMarked
package dev.plumbline.tasks.machines;

import org.jspecify.annotations.NullMarked;
