/**
 * The edge between JSON and records: what a state machine sends becomes the typed input of one task, what the task
 * returns becomes JSON. What a task does never belongs here.
 */
@NullMarked
package dev.plumbline.tasks.binding;

import org.jspecify.annotations.NullMarked;
