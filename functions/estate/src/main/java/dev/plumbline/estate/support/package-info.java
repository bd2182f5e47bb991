/**
 * Until when AWS supports what an estate runs: a table of dates with their sources, and the places of an estate that
 * name a version in it. Pure: a day goes in, warnings come out. What AWS says of a live cluster or database does not
 * belong here.
 */
@NullMarked
package dev.plumbline.estate.support;

import org.jspecify.annotations.NullMarked;
