/**
 * Reads a live repository: files to records, and everything that can be wrong with them in one pass. Nothing here asks
 * AWS or Git.
 */
@NullMarked
package dev.plumbline.estate.read;

import org.jspecify.annotations.NullMarked;
