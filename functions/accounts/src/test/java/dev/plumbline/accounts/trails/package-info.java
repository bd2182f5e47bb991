@NullMarked
package dev.plumbline.accounts.trails;

import org.jspecify.annotations.NullMarked;
