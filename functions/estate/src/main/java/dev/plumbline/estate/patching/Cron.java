package dev.plumbline.estate.patching;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A cron expression as EventBridge Scheduler takes it: minutes, hours, day of month, month, day of week, year. A local
 * time that a change to summer time leaves out does not come; one that a change back repeats comes once.
 */
final class Cron {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;

    private final Set<Integer> minutes;
    private final Set<Integer> hours;
    private final String dayOfMonth;
    private final Set<Integer> months;
    private final String dayOfWeek;
    private final Set<Integer> years;

    private Cron(String[] fields) {
        this.minutes = numbers(fields[0], 0, 59, List.of());
        this.hours = numbers(fields[1], 0, 23, List.of());
        this.dayOfMonth = fields[2];
        this.months = numbers(fields[3], 1, 12, MONTHS);
        this.dayOfWeek = fields[4];
        this.years = numbers(fields[5], FIRST_YEAR, LAST_YEAR, List.of());
    }

    /** Reads an expression that was judged before. */
    static Cron parse(String expression) {
        String[] fields = expression
                .substring(expression.indexOf('(') + 1, expression.length() - 1)
                .split(" ", -1);
        if (!expression.startsWith("cron(") || fields.length != 6) {
            throw new IllegalArgumentException("not a cron expression: " + expression);
        }
        return new Cron(fields);
    }

    /** Returns the instants of a day, in order. */
    Stream<Instant> on(LocalDate day, ZoneId zone) {
        if (!fallsOn(day)) {
            return Stream.empty();
        }
        return hours.stream()
                .flatMap(hour -> minutes.stream().map(minute -> day.atTime(hour, minute)))
                .filter(time -> !zone.getRules().getValidOffsets(time).isEmpty())
                .map((LocalDateTime time) -> time.atZone(zone).toInstant());
    }

    private boolean fallsOn(LocalDate day) {
        return years.contains(day.getYear())
                && months.contains(day.getMonthValue())
                && onDayOfMonth(day)
                && onDayOfWeek(day);
    }

    private boolean onDayOfMonth(LocalDate day) {
        LocalDate last = day.with(TemporalAdjusters.lastDayOfMonth());
        if (dayOfMonth.equals("?")) {
            return true;
        }
        if (dayOfMonth.equals("L")) {
            return day.equals(last);
        }
        if (dayOfMonth.equals("LW")) {
            return day.equals(nearestWeekday(last));
        }
        if (dayOfMonth.endsWith("W")) {
            int number = Integer.parseInt(dayOfMonth.substring(0, dayOfMonth.length() - 1));
            return number <= last.getDayOfMonth() && day.equals(nearestWeekday(day.withDayOfMonth(number)));
        }
        return numbers(dayOfMonth, 1, 31, List.of()).contains(day.getDayOfMonth());
    }

    /** Returns the weekday nearest to a day, within its month. */
    private static LocalDate nearestWeekday(LocalDate day) {
        int weekend = day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY);
        if (weekend <= 0) {
            return day;
        }
        LocalDate nearest = weekend == 1 ? day.minusDays(1) : day.plusDays(1);
        if (nearest.getMonth() == day.getMonth()) {
            return nearest;
        }
        return weekend == 1 ? day.plusDays(2) : day.minusDays(2);
    }

    private boolean onDayOfWeek(LocalDate day) {
        if (dayOfWeek.equals("?")) {
            return true;
        }
        int number = day.getDayOfWeek().getValue() % 7 + 1;
        if (dayOfWeek.equals("L")) {
            return number == 7;
        }
        if (dayOfWeek.endsWith("L")) {
            boolean last = day.plusWeeks(1).getMonth() != day.getMonth();
            return last && number == number(dayOfWeek.substring(0, dayOfWeek.length() - 1), DAYS);
        }
        int hash = dayOfWeek.indexOf('#');
        if (hash > 0) {
            int nth = (day.getDayOfMonth() + 6) / 7;
            return number == number(dayOfWeek.substring(0, hash), DAYS)
                    && nth == Integer.parseInt(dayOfWeek.substring(hash + 1));
        }
        return numbers(dayOfWeek, 1, 7, DAYS).contains(number);
    }

    private static Set<Integer> numbers(String field, int least, int most, List<String> names) {
        Set<Integer> numbers = new TreeSet<>();
        for (String part : field.split(",", -1)) {
            String[] stepped = part.split("/", 2);
            int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
            int from = least;
            int to = most;
            if (!stepped[0].equals("*")) {
                String[] range = stepped[0].split("-", 2);
                from = number(range[0], names);
                to = range.length == 2 ? number(range[1], names) : stepped.length == 2 ? most : from;
            }
            int end = to < from ? to + most - least + 1 : to;
            for (int value = from; value <= end; value += step) {
                numbers.add(value > most ? value - most + least - 1 : value);
            }
        }
        return numbers;
    }

    /** Names count from one. */
    private static int number(String text, List<String> names) {
        int named = names.indexOf(text);
        return named >= 0 ? named + 1 : Integer.parseInt(text);
    }
}
