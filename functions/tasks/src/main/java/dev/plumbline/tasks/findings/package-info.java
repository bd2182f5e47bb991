/**
 * Findings as GuardDuty and AWS Config report them, read from their events. Nothing in their text is trusted: an id
 * counts only where it looks like one, words for people lose what could steer a terminal or a page, and where a finding
 * is from is what the envelope says. What is done about them is not decided here.
 */
@NullMarked
package dev.plumbline.tasks.findings;

import org.jspecify.annotations.NullMarked;
