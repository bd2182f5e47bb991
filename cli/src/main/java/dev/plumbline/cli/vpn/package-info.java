/**
 * Profiles of a VPN server: keys that are made here and stay here, and certificates that the server signs. Who may have
 * one is decided by IAM alone; the server is reached by Run Command.
 */
@NullMarked
package dev.plumbline.cli.vpn;

import org.jspecify.annotations.NullMarked;
