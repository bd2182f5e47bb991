/** Tests of the host, with handlers deployed in zips as they are on Lambda. */
@NullMarked
package dev.plumbline.local.host;

import org.jspecify.annotations.NullMarked;
