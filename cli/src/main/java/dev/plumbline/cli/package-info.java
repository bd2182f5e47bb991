/**
 * The {@code plumbline} command: its options, what it prints and its exit codes.
 *
 * <p>One class for each command. What a command does lies in a package of its own; nothing else prints.
 */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
