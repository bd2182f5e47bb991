/**
 * What the fuzzers of all modules share: corpora, seeds, and changes of texts and documents. What a changed input may
 * lead to is each fuzzer's own to say.
 */
@NullMarked
package dev.plumbline.fuzz;

import org.jspecify.annotations.NullMarked;
