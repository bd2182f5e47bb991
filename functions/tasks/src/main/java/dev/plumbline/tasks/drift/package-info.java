/**
 * Finds out what was changed behind CloudFormation's back, and looks again after it was put back. What may be put back
 * is decided where change sets are made; who is told, where runs are reported.
 */
@NullMarked
package dev.plumbline.tasks.drift;

import org.jspecify.annotations.NullMarked;
