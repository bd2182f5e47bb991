/**
 * Turns what AWS answers into failures that say what happens next. One table for each service, inheriting the common
 * one; the tables themselves stand beside their gateways. No gateway catches an error to turn it into a failure by
 * itself.
 */
@NullMarked
package dev.plumbline.accounts.errors;

import org.jspecify.annotations.NullMarked;
