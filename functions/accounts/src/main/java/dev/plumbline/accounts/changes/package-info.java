/**
 * What a change set would do, judged: what is replaced, what is dangerous, how much it is, and whether two are the
 * same. Pure; how change sets are made and read belongs to the gateway.
 */
@NullMarked
package dev.plumbline.accounts.changes;

import org.jspecify.annotations.NullMarked;
