package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.cost.Costs;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** Opens accounts to patchers, under the role for this job. What is asked of them is counted as the run's cost. */
final class Accounts {

    private final Sessions sessions;
    private final Costs costs;
    private final InstantSource clock;

    @Inject
    Accounts(Sessions sessions, Costs costs, InstantSource clock) {
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.costs = requireNonNull(costs, "costs is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Returns what comes of asking an account.
     *
     * @param run id of the run for which it is asked
     * @param purpose why, in a word or two: its requests are counted under this and the time, so that asking again
     *     later counts again
     */
    <T> T ask(TargetKey target, Patcher patcher, String run, String purpose, Function<Account, T> action) {
        Calls calls = Calls.in(sessions.assume(target, Role.PATCH, run));
        Instant now = clock.instant();
        return costs.counted(
                run,
                target,
                purpose + "/" + now.toEpochMilli(),
                () -> action.apply(new Account(calls, patcher.operations(), run, now)));
    }
}
