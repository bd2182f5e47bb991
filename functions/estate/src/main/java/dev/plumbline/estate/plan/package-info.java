/**
 * What is intended: waves of targets with their stacks in levels, made from an estate alone. Pure and deterministic;
 * the same estate gives the same bytes. What is live, and what therefore has to change, is not known here.
 */
@NullMarked
package dev.plumbline.estate.plan;

import org.jspecify.annotations.NullMarked;
