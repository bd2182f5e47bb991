/**
 * What one execution of reconcile-target is told to do, where the documents of a run lie in the bucket, and the names
 * that a run gives to what it makes. Pure: nothing here calls AWS, but for reading a target's own plan.
 */
@NullMarked
package dev.plumbline.tasks.assignment;

import org.jspecify.annotations.NullMarked;
