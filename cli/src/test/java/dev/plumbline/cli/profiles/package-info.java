/** Tests of the profiles: what is written, and what is left alone. */
@NullMarked
package dev.plumbline.cli.profiles;

import org.jspecify.annotations.NullMarked;
