/** Load balancers and the health of what stands behind them. */
@NullMarked
package dev.plumbline.accounts.balancers;

import org.jspecify.annotations.NullMarked;
