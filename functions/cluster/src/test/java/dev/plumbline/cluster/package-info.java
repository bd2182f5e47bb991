@NullMarked
package dev.plumbline.cluster;

import org.jspecify.annotations.NullMarked;
