@NullMarked
package dev.plumbline.tasks.schedule;

import org.jspecify.annotations.NullMarked;
