/**
 * A small client of the query protocol that EC2 and CloudWatch speak: parameters in, XML out, signed and sent by the
 * SDK's own parts. The SDK's module for EC2 alone is larger than all of a function may be. What the actions mean does
 * not belong here.
 */
@NullMarked
package dev.plumbline.accounts.query;

import org.jspecify.annotations.NullMarked;
