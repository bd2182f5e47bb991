/** The gateway to EC2: the few questions that probes and settings ask, and the few changes that settings make. */
@NullMarked
package dev.plumbline.accounts.ec2;

import org.jspecify.annotations.NullMarked;
