/**
 * What a live repository says, as immutable records: the files it consists of, the estate they describe, and what is
 * wrong with them. No parsing, no validation across files and no AWS belong here; those are in the sub-packages.
 */
@NullMarked
package dev.plumbline.estate;

import org.jspecify.annotations.NullMarked;
