/** The gateway to AWS Certificate Manager: what probes ask about certificates. */
@NullMarked
package dev.plumbline.accounts.certificates;

import org.jspecify.annotations.NullMarked;
