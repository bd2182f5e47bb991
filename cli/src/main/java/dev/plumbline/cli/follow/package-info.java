/**
 * Following a run from its beginning to its end, by what it writes to the ledger; the same on AWS and on this machine.
 */
@NullMarked
package dev.plumbline.cli.follow;

import org.jspecify.annotations.NullMarked;
