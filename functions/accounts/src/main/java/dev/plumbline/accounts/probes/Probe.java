package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.session.Session;
import java.util.SortedSet;

/** A question about live state. It reads with the verify role, changes nothing, and may be asked at any time. */
interface Probe {

    /** The name by which a blueprint asks for it. */
    String name();

    /** The arguments that it needs. */
    SortedSet<String> required();

    /** The arguments that it understands beyond those. */
    SortedSet<String> optional();

    /**
     * Whether what it asks for comes by itself, minutes after a change: health does. What somebody has to put right,
     * such as a door left open, is as it is at once.
     */
    default boolean comesWithTime() {
        return true;
    }

    /** Looks. */
    ProbeResult look(ProbeArguments arguments, Session session);
}
