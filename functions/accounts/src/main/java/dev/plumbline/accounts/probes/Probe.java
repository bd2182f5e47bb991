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

    /** Looks. */
    ProbeResult look(ProbeArguments arguments, Session session);
}
