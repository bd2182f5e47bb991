package dev.plumbline.accounts.requests;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says, for the code that it runs, where requests are counted and what they are for. Bound to the running thread, so
 * that invocations that share a process do not count each other's; a thread that is started in between binds again what
 * {@link #inherited} returns.
 */
public final class Requests {

    private static final ScopedValue<RequestCounter> COUNTER = ScopedValue.newInstance();
    private static final ScopedValue<Purpose> PURPOSE = ScopedValue.newInstance();

    private Requests() {}

    /** Runs an action whose requests are counted by a counter. */
    public static <T> T counted(RequestCounter counter, Supplier<T> action) {
        return ScopedValue.where(COUNTER, counter).call(action::get);
    }

    /** Runs an action whose requests are for a purpose, whatever their session says. */
    public static <T> T during(Purpose purpose, Supplier<T> action) {
        return ScopedValue.where(PURPOSE, purpose).call(action::get);
    }

    /** Runs an action whose requests are for a purpose, whatever their session says. */
    public static void during(Purpose purpose, Runnable action) {
        ScopedValue.where(PURPOSE, purpose).run(action);
    }

    /** Returns what this thread has bound, for a thread that works on its behalf. */
    public static Inherited inherited() {
        return new Inherited(
                COUNTER.isBound() ? Optional.of(COUNTER.get()) : Optional.empty(),
                PURPOSE.isBound() ? Optional.of(PURPOSE.get()) : Optional.empty());
    }

    /** Counts one request under the purpose that is bound, else under its own; does nothing where nobody counts. */
    public static void sent(Purpose own, String service, String action) {
        if (COUNTER.isBound()) {
            COUNTER.get().add(new RequestKind(PURPOSE.orElse(own), service, action));
        }
    }

    /** What a thread had bound when it handed over work. */
    public static final class Inherited {

        private final Optional<RequestCounter> counter;
        private final Optional<Purpose> purpose;

        private Inherited(Optional<RequestCounter> counter, Optional<Purpose> purpose) {
            this.counter = counter;
            this.purpose = purpose;
        }

        /** Runs an action as the thread would have run it. */
        public <T> T call(Supplier<T> action) {
            Supplier<T> purposed = purpose.<Supplier<T>>map(bound -> () -> during(bound, action))
                    .orElse(action);
            return counter.map(bound -> counted(bound, purposed)).orElseGet(purposed);
        }
    }
}
