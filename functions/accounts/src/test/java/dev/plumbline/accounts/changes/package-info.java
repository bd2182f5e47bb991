@NullMarked
package dev.plumbline.accounts.changes;

import org.jspecify.annotations.NullMarked;
