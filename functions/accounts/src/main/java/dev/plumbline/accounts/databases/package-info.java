/** The gateway to Amazon RDS: what probes ask about databases and their replicas. */
@NullMarked
package dev.plumbline.accounts.databases;

import org.jspecify.annotations.NullMarked;
