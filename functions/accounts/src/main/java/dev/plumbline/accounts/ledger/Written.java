package dev.plumbline.accounts.ledger;

/** What came of a write under a condition. */
sealed interface Written {

    /** The item: as it is now, or as it was found when the condition did not hold. */
    Item item();

    /** The condition held. */
    record Done(Item item) implements Written {}

    /** The condition did not hold; nothing was written. The item is empty where there was none. */
    record Refused(Item item) implements Written {}

    /** Whether the condition held. */
    default boolean done() {
        return this instanceof Done;
    }
}
