/**
 * What the playbooks ask of an account, as data: an operation of the registry and its parameters. A change can so be
 * shown before it is made, kept, made later exactly as it was shown, and taken back; and the permissions of the role
 * follow from the registry. No client of the SDK stands behind it: the services are called by their own protocols.
 */
@NullMarked
package dev.plumbline.accounts.calls;

import org.jspecify.annotations.NullMarked;
