/**
 * The rules by which changes are judged: who is asked, what holds data, what is done about drift. A commit is judged by
 * the rules that are deployed, not by its own. Pure; where the deployed ones are kept is not known here.
 */
@NullMarked
package dev.plumbline.estate.rules;

import org.jspecify.annotations.NullMarked;
