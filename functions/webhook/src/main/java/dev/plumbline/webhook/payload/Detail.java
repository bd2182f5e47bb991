package dev.plumbline.webhook.payload;

/**
 * What a message says in more detail. It is read only if something follows from the message: a sender may leave out of
 * all other deliveries what it has no word for, such as the last commit of a merge request that has none.
 *
 * @param <T> what it is read as
 */
@FunctionalInterface
public interface Detail<T> {

    /**
     * Reads it.
     *
     * @throws Unreadable when the delivery does not say it
     */
    T read();
}
