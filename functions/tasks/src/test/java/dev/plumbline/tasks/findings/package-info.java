@NullMarked
package dev.plumbline.tasks.findings;

import org.jspecify.annotations.NullMarked;
