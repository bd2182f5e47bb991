/**
 * A deployed control plane, on AWS or on this machine, as a person reaches it: its ledger, its plans, its functions.
 * Nothing here changes an account; a run does.
 */
@NullMarked
package dev.plumbline.cli.deployment;

import org.jspecify.annotations.NullMarked;
