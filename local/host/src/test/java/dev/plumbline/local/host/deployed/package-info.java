/** Handlers that the tests deploy in zips of their own; the host never sees these classes by itself. */
@NullMarked
package dev.plumbline.local.host.deployed;

import org.jspecify.annotations.NullMarked;
