/** What is known of the names of resources. */
@NullMarked
package dev.plumbline.accounts.names;

import org.jspecify.annotations.NullMarked;
