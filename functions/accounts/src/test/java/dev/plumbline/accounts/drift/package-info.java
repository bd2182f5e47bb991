@NullMarked
package dev.plumbline.accounts.drift;

import org.jspecify.annotations.NullMarked;
