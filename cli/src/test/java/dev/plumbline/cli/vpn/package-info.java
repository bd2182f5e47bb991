/** Tests of profiles of a VPN server; the command as a whole is tested in local/vpn, on a server. */
@NullMarked
package dev.plumbline.cli.vpn;

import org.jspecify.annotations.NullMarked;
