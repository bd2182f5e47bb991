package dev.plumbline.accounts.workflows;

/** What came of waking a task that waits. */
public enum Delivery {
    /** It was waiting, and goes on. */
    DELIVERED,
    /** It waits no more: it was woken before, its time was up, or its execution has ended. */
    NOBODY_WAITS
}
