package dev.plumbline.estate.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the windowed parameters of a stack are changed.
 *
 * @param waits whether they wait for a window; else they are pushed like any parameter
 * @param now values that this run applies, by parameter; empty but for a patch
 */
public record Windowing(boolean waits, SortedMap<String, String> now) {

    /** Without a window: pushed like any parameter. */
    public static final Windowing PUSHED = new Windowing(false, new TreeMap<>());

    /** Copies the map. */
    public Windowing {
        now = Collections.unmodifiableSortedMap(new TreeMap<>(now));
    }
}
