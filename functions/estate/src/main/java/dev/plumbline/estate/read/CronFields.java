package dev.plumbline.estate.read;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges the six fields of a cron expression as EventBridge Scheduler takes them. */
final class CronFields {

    private static final String MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
    private static final String DAYS = "SUN|MON|TUE|WED|THU|FRI|SAT";

    private static final List<Field> FIELDS = List.of(
            new Field("minutes", 0, 59, "\\d{1,2}", ""),
            new Field("hours", 0, 23, "\\d{1,2}", ""),
            new Field("day of month", 1, 31, "\\d{1,2}", "|\\?|L|LW|\\d{1,2}W"),
            new Field("month", 1, 12, "\\d{1,2}|" + MONTHS, ""),
            new Field("day of week", 1, 7, "\\d|" + DAYS, "|\\?|L|(?:\\d|" + DAYS + ")(?:L|#[1-5])"),
            new Field("year", 1970, 2199, "\\d{4}", ""));

    private static final Pattern NUMBER = Pattern.compile("(?<![#/\\d])\\d+");

    private CronFields() {}

    private record Field(String name, int least, int most, Pattern form) {

        Field(String name, int least, int most, String one, String special) {
            this(name, least, most, form(one, special));
        }

        /** A list of values, ranges and steps; or a star; or what only this field has. */
        private static Pattern form(String one, String special) {
            String range = "(?:\\*|(?:" + one + ")(?:-(?:" + one + "))?)(?:/[1-9]\\d{0,3})?";
            return Pattern.compile("(?:" + range + ")(?:,(?:" + range + "))*" + special);
        }

        Optional<String> wrong(String text) {
            if (!form.matcher(text).matches()) {
                return Optional.of("the " + name + " cannot be " + text);
            }
            Matcher number = NUMBER.matcher(text);
            while (number.find()) {
                int value = Integer.parseInt(number.group());
                if (value < least || value > most) {
                    return Optional.of("the " + name + " are between " + least + " and " + most);
                }
            }
            return Optional.empty();
        }
    }

    /** Returns why the six groups of a match are not a cron expression, or nothing where they are. */
    static Optional<String> wrong(MatchResult fields) {
        for (int index = 0; index < FIELDS.size(); index++) {
            Optional<String> wrong = FIELDS.get(index).wrong(fields.group(index + 1));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        boolean anyDayOfMonth = fields.group(3).equals("?");
        boolean anyDayOfWeek = fields.group(5).equals("?");
        return anyDayOfMonth == anyDayOfWeek
                ? Optional.of("exactly one of the day of month and the day of week is a question mark")
                : Optional.empty();
    }
}
