/** The gateway to EC2 Auto Scaling: what probes ask about groups of servers, and which server a command is for. */
@NullMarked
package dev.plumbline.accounts.groups;

import org.jspecify.annotations.NullMarked;
