/**
 * The Lambda functions: each reads its environment once, is wired once and passes an input to its one set of tasks.
 * What a task does never belongs here.
 */
@NullMarked
package dev.plumbline.tasks.handler;

import org.jspecify.annotations.NullMarked;
