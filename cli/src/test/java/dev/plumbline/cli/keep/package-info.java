@NullMarked
package dev.plumbline.cli.keep;

import org.jspecify.annotations.NullMarked;
