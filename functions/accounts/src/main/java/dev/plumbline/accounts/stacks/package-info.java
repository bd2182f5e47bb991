/**
 * The gateway to CloudFormation in one account and region: stacks, change sets, events. It reports; what to do about it
 * is decided by the tasks.
 */
@NullMarked
package dev.plumbline.accounts.stacks;

import org.jspecify.annotations.NullMarked;
