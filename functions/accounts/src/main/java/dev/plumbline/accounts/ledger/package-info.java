/**
 * The durable record of what was intended and what is: one DynamoDB table, read by key and never scanned. Each class
 * owns one kind of item; {@code docs/reference/ledger.md} lists keys and access patterns. Every write may be repeated:
 * a second one changes nothing. A condition that does not hold is an answer, not an error.
 */
@NullMarked
package dev.plumbline.accounts.ledger;

import org.jspecify.annotations.NullMarked;
