/**
 * YAML and JSON documents as trees in which everything knows its line and column, read with a cap on everything that a
 * hostile document can blow up. What the documents mean does not belong here.
 */
@NullMarked
package dev.plumbline.estate.yaml;

import org.jspecify.annotations.NullMarked;
