/**
 * What resources are called: the name that a template gives, by which a second one cannot be made, and the command that
 * deletes one. Pure; what is there is read by the gateways of the services.
 */
@NullMarked
package dev.plumbline.accounts.names;

import org.jspecify.annotations.NullMarked;
