/**
 * When and how far what runs may be patched: policies, windows, holds, and what of a blueprint can be patched at all.
 * Pure: an instant goes in, an answer comes out. Reading the live repository does not belong here.
 */
@NullMarked
package dev.plumbline.estate.patching;

import org.jspecify.annotations.NullMarked;
