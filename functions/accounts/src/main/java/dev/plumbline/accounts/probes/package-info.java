/**
 * Questions about live state that no expression over one resource answers: typed code, found by name. A probe only
 * reads.
 */
@NullMarked
package dev.plumbline.accounts.probes;

import org.jspecify.annotations.NullMarked;
