/** What a run asks of the accounts, counted while its tasks run and added up in the ledger. */
@NullMarked
package dev.plumbline.tasks.cost;

import org.jspecify.annotations.NullMarked;
