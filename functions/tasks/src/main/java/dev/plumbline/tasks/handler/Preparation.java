package dev.plumbline.tasks.handler;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Loads what a function's first call needs on a thread of its own, while the clients of AWS are built on the one that
 * starts the function. A cold start of verifying takes a twelfth less for it; before a snapshot it costs nothing.
 */
final class Preparation {

    private static final Queue<Thread> BEGUN = new ConcurrentLinkedQueue<>();

    private Preparation() {}

    /** Starts to load; what fails here fails again, and is told, where it is needed. */
    static void begin(Runnable loading) {
        Thread thread = new Thread(loading, "preparation");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((_, _) -> {});
        thread.start();
        BEGUN.removeIf(begun -> !begun.isAlive());
        BEGUN.add(thread);
    }

    /** Waits until everything that was begun is loaded: a snapshot is to hold it whole. */
    static void complete() {
        for (Thread thread = BEGUN.poll(); thread != null; thread = BEGUN.poll()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
