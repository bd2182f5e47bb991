/**
 * Judges what may be done without a person, by the rules that are deployed. Runs, schedules and plans of pull requests
 * judge by the same code and the same rules; a commit never by its own alone. What is asked, and how, does not belong
 * here.
 */
@NullMarked
package dev.plumbline.tasks.rules;

import org.jspecify.annotations.NullMarked;
