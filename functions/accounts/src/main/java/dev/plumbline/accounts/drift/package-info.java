/**
 * What was changed behind CloudFormation's back, as the ledger keeps it and people are told: resource, property,
 * declared and live value. How it is detected belongs to the gateway of stacks, what is done about it to the tasks.
 */
@NullMarked
package dev.plumbline.accounts.drift;

import org.jspecify.annotations.NullMarked;
