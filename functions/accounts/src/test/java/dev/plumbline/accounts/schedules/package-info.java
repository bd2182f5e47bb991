@NullMarked
package dev.plumbline.accounts.schedules;

import org.jspecify.annotations.NullMarked;
