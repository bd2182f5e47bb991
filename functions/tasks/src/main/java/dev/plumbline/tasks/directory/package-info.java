/**
 * What is to be known of the estate without reading Git: whose an account is, what is done about its findings, where
 * its stacks are declared. Written by the plan of each valid commit, read by whoever has to answer at once.
 */
@NullMarked
package dev.plumbline.tasks.directory;

import org.jspecify.annotations.NullMarked;
