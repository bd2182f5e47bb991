package dev.plumbline.journeys;

import dev.plumbline.cli.local.Emulator;
import java.util.List;
import java.util.Map;

/**
 * What AWS releases in an organisation, each newer than all before it: nothing that was released goes back. What a test
 * has released and not seen applied is there for the next.
 */
final class Releases {

    private final Emulator emulator;
    private int last = 1;
    private boolean applied = true;

    Releases(Emulator emulator) {
        this.emulator = emulator;
    }

    /** Releases the image to which the launch templates of servers lead from now on. */
    void image() {
        release("image", "image " + next());
    }

    /** Releases an image of nodes; returns its release. */
    String nodes() {
        String release = next() + ".0.0-released";
        release("nodeRelease", release);
        return release;
    }

    /** Releases a version of an add-on; returns it. */
    String addon(String name) {
        String version = "v" + next() + ".0.0-eksbuild.1";
        release("addonVersions", Map.of(name, List.of(version)));
        return version;
    }

    private int next() {
        last++;
        return last;
    }

    private void release(String what, Object released) {
        applied = false;
        emulator.offer(Map.of(what, released));
    }

    /** Notes that all that was released is seen to be applied. */
    void allApplied() {
        applied = true;
    }

    /** Whether all that was released was seen to be applied. */
    boolean areApplied() {
        return applied;
    }
}
