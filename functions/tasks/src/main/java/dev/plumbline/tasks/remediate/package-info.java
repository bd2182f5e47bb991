/**
 * The workflow of a finding, step by step: what came, whose it is, what is to be done, doing it, seeing that it is
 * done.
 */
@NullMarked
package dev.plumbline.tasks.remediate;

import org.jspecify.annotations.NullMarked;
