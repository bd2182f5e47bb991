package dev.plumbline.webhook.door;

import static java.util.Objects.requireNonNull;

/** What the door says to an authentic delivery. */
public sealed interface Answer {

    /** Somebody is at home. */
    record Pong() implements Answer {}

    /**
     * A run was started.
     *
     * @param run its id
     */
    record Started(String run) implements Answer {

        /** Checks that the run is given. */
        public Started {
            requireNonNull(run, "run is null");
        }
    }

    /**
     * A run for the same movement is there already; nothing was started.
     *
     * @param run its id
     */
    record Repeated(String run) implements Answer {

        /** Checks that the run is given. */
        public Repeated {
            requireNonNull(run, "run is null");
        }
    }

    /**
     * Nothing follows.
     *
     * @param reason why, for people; never a word of the delivery
     */
    record Ignored(String reason) implements Answer {

        /** Checks that the reason is given. */
        public Ignored {
            requireNonNull(reason, "reason is null");
        }
    }
}
