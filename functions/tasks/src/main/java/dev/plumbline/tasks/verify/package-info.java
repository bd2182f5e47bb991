/**
 * Looks whether what was made is as it should be: the checks of a stack's blueprint over its live resources, and the
 * settings of a target. It only reads. How live state is read belongs to the gateways and probes.
 */
@NullMarked
package dev.plumbline.tasks.verify;

import org.jspecify.annotations.NullMarked;
