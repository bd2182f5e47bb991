package dev.plumbline.estate.plan;

import java.util.List;

/**
 * What is deployed together; the next wave starts when this one is verified.
 *
 * @param number its number, from 1; {@link Softenings#WAVE} for the one that asks about rules
 * @param targets its targets, ordered by environment, then region
 */
public record Wave(int number, List<TargetPlan> targets) {

    /** Checks the number and copies the targets. */
    public Wave {
        if (number < Softenings.WAVE) {
            throw new IllegalArgumentException("waves count from 1: " + number);
        }
        targets = List.copyOf(targets);
    }
}
