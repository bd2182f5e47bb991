package dev.plumbline.webhook;

import static java.util.Objects.requireNonNull;

import dev.plumbline.failure.Failure;
import dev.plumbline.webhook.door.Door;
import org.crac.Context;
import org.crac.Resource;

/**
 * What is done once before Lambda takes a snapshot, so that a restored function finds it done: the classes that a
 * delivery needs are loaded and the ledger was called once. It leaves no state behind: no secret is read, nothing
 * random is made.
 */
final class Priming implements Resource {

    private final Door door;
    private final Runnable delivery;

    /**
     * Creates the priming.
     *
     * @param delivery takes a delivery that changes nothing through all parts
     */
    Priming(Door door, Runnable delivery) {
        this.door = requireNonNull(door, "door is null");
        this.delivery = requireNonNull(delivery, "delivery is null");
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        delivery.run();
        try {
            door.rehearse();
        } catch (Failure e) {
            // A ledger that cannot be read yet must not keep the function from being published.
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Nothing was frozen that would have to be renewed.
    }
}
