/**
 * Keeps the schedules that start runs as the live repository states them. What a scheduled run does is planned like
 * any.
 */
@NullMarked
package dev.plumbline.tasks.schedule;

import org.jspecify.annotations.NullMarked;
