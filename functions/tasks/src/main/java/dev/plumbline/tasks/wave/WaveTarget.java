package dev.plumbline.tasks.wave;

import dev.plumbline.estate.TargetKey;

/** A target of a wave: an item of the wave's document, and the input of the execution that works on it. */
public interface WaveTarget {

    /** Returns the name of its execution, the same whenever the wave is started again. */
    String name();

    /** Returns the name of its environment. */
    String environment();

    /** Returns its account and region. */
    TargetKey target();

    /** Returns the number of the wave. */
    int wave();

    /** Returns where it is, for people. */
    default String place() {
        return environment() + " " + target().region();
    }
}
