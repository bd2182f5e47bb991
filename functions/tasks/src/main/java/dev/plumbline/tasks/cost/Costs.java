package dev.plumbline.tasks.cost;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounter;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.accounts.requests.RequestKind;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.estate.TargetKey;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Adds up what is asked of the accounts for a run. What the control plane asks of itself is left out: it does not grow
 * with what an account has to bear.
 */
public final class Costs {

    private static final ScopedValue<Bill> BILL = ScopedValue.newInstance();

    private final Ledger ledger;
    private final InstantSource clock;

    /** Creates the counter of a ledger. */
    @Inject
    public Costs(Ledger ledger, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Runs an action and adds its requests to those of the run and target, also where it fails.
     *
     * @param invocation what tells this call from others of the same run and target
     */
    public <T> T counted(String run, TargetKey target, String invocation, Supplier<T> action) {
        Bill bill = new Bill(invocation, new RequestCounter(), new AtomicInteger());
        try {
            return ScopedValue.where(BILL, bill).call(() -> Requests.counted(bill.counter(), action));
        } finally {
            ledger.progress().add(run, target, invocation, bill.open(), clock.instant());
        }
    }

    /**
     * Puts a line of a run, and with the same write what the running invocation has asked of the line's account since
     * it last did so: a write for each would be two.
     */
    public void put(String run, Line line) {
        if (BILL.isBound()) {
            Bill bill = BILL.get();
            ledger.progress().put(run, line, bill.part(), bill.open());
        } else {
            ledger.progress().put(run, line);
        }
    }

    /** What one invocation has asked and not yet told. */
    private record Bill(String invocation, RequestCounter counter, AtomicInteger parts) {

        RequestCounts open() {
            return ofAccounts(counter.take());
        }

        String part() {
            return invocation + "/" + parts.incrementAndGet();
        }
    }

    private static RequestCounts ofAccounts(RequestCounts all) {
        SortedMap<RequestKind, Long> asked = new TreeMap<>(all.counts());
        asked.keySet().removeIf(kind -> kind.purpose() == Purpose.CONTROL_PLANE);
        return new RequestCounts(asked);
    }
}
