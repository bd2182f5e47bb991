/** What an account is watched by already, where AWS takes one and refuses another. */
@NullMarked
package dev.plumbline.accounts.watchers;

import org.jspecify.annotations.NullMarked;
