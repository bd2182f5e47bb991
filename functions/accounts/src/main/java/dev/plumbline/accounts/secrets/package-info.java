/** The gateway to Secrets Manager. Values come out wrapped, so that they cannot be printed by accident. */
@NullMarked
package dev.plumbline.accounts.secrets;

import org.jspecify.annotations.NullMarked;
