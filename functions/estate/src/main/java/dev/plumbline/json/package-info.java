/**
 * JSON of the functions: trees, and the records that go over the wire of a state machine. Jackson reads, writes and
 * holds the trees; its data binding is left out, because it alone is a quarter of a function's cold start
 * ({@code bench/coldstart.py}). What a document means never belongs here.
 */
@NullMarked
package dev.plumbline.json;

import org.jspecify.annotations.NullMarked;
