/** Looking, now, whether what is deployed is as it should be; the looking itself is done by the control plane. */
@NullMarked
package dev.plumbline.cli.verify;

import org.jspecify.annotations.NullMarked;
