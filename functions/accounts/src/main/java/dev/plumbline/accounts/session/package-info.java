/**
 * How the AWS accounts are reached: the configuration of a function, its own session in the hub, and sessions of the
 * roles that it assumes in member accounts. Clients of the SDK are built here, all in the same way. No calls but those
 * of STS belong here.
 */
@NullMarked
package dev.plumbline.accounts.session;

import org.jspecify.annotations.NullMarked;
