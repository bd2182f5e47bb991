@NullMarked
package dev.plumbline.tasks.drift;

import org.jspecify.annotations.NullMarked;
