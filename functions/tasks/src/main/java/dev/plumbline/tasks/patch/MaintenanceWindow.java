package dev.plumbline.tasks.patch;

import dev.plumbline.estate.patching.Opening;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The weekly maintenance window of an instance of RDS: {@code sun:04:00-sun:04:30}, in UTC. */
final class MaintenanceWindow {

    private static final Pattern FORM = Pattern.compile("([a-z]{3}):(\\d{2}):(\\d{2})-.*");

    private MaintenanceWindow() {}

    /** Whether the next one begins while an opening still has room for what it takes. */
    static boolean opensWithin(String window, Instant now, Opening opening, Duration takes) {
        Matcher form = FORM.matcher(window);
        if (!form.matches()) {
            return false;
        }
        Optional<DayOfWeek> day = Arrays.stream(DayOfWeek.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).startsWith(form.group(1)))
                .findFirst();
        LocalTime time = LocalTime.of(Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
        return day.map(weekday -> next(weekday, time, now))
                .filter(begins -> opening.fits(begins, takes))
                .isPresent();
    }

    private static Instant next(DayOfWeek day, LocalTime time, Instant now) {
        ZonedDateTime today = now.atZone(ZoneOffset.UTC);
        ZonedDateTime begins = today.with(TemporalAdjusters.nextOrSame(day)).with(time);
        return (begins.isBefore(today) ? begins.plusWeeks(1) : begins).toInstant();
    }
}
