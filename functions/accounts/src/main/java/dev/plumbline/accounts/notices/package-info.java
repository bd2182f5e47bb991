/** The gateway to SNS: what people hear of. */
@NullMarked
package dev.plumbline.accounts.notices;

import org.jspecify.annotations.NullMarked;
