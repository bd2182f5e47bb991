/**
 * Asks people whether a dangerous change may be made, and takes what they answer. Whether a change is dangerous is
 * decided where it is provisioned; who may answer, by IAM. Reusable by every workflow that has to ask: a question is
 * known by run, stack and digest of the changes.
 */
@NullMarked
package dev.plumbline.tasks.approve;

import org.jspecify.annotations.NullMarked;
