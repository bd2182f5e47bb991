package dev.plumbline.estate.patching;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When patching may happen, again and again.
 *
 * @param expression when it opens, {@code cron(...)} in the words of EventBridge Scheduler
 * @param timeZone the time zone of the expression, such as {@code Europe/Berlin}
 * @param duration for how long it is open
 */
public record Window(String expression, String timeZone, Duration duration) {

    /** The longest that a window may be open. */
    public static final Duration LONGEST = Duration.ofDays(2);

    /** To the last year of an expression, which is 2199. */
    private static final int DAYS_AHEAD = 65_000;

    /** Checks that nothing is missing. */
    public Window {
        requireNonNull(expression, "expression is null");
        requireNonNull(timeZone, "timeZone is null");
        requireNonNull(duration, "duration is null");
        if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a window is open for at most two days: " + duration);
        }
    }

    /** Returns the opening that is now, the one that closes last where they overlap; nothing where it is closed. */
    public Optional<Opening> open(Instant now, Collection<Blackout> blackouts) {
        Cron cron = Cron.parse(expression);
        ZoneId zone = ZoneId.of(timeZone);
        LocalDate first = now.minus(duration).atZone(zone).toLocalDate();
        LocalDate last = now.atZone(zone).toLocalDate();
        return first.datesUntil(last.plusDays(1))
                .flatMap(day -> openings(cron, zone, day, blackouts))
                .filter(opening -> opening.holds(now))
                .reduce((_, later) -> later);
    }

    /** Returns the first opening that begins after an instant, or nothing where there will be none. */
    public Optional<Opening> next(Instant after, Collection<Blackout> blackouts) {
        Cron cron = Cron.parse(expression);
        ZoneId zone = ZoneId.of(timeZone);
        LocalDate today = after.atZone(zone).toLocalDate();
        return today.datesUntil(today.plusDays(DAYS_AHEAD))
                .flatMap(day -> openings(cron, zone, day, blackouts))
                .filter(opening -> opening.opens().isAfter(after))
                .findFirst();
    }

    private Stream<Opening> openings(Cron cron, ZoneId zone, LocalDate day, Collection<Blackout> blackouts) {
        return cron.on(day, zone)
                .map(opens -> new Opening(opens, opens.plus(duration)))
                .filter(opening -> blackouts.stream().noneMatch(blackout -> keepsShut(blackout, opening)));
    }

    /** Whether a blackout has a day on which an opening of this window would be. */
    boolean keepsShut(Blackout blackout, Opening opening) {
        ZoneId zone = ZoneId.of(timeZone);
        return blackout.touches(
                opening.opens().atZone(zone).toLocalDate(),
                opening.closes().minusMillis(1).atZone(zone).toLocalDate());
    }
}
