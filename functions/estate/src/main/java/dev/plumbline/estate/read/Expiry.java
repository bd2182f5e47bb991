package dev.plumbline.estate.read;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads for how long something waits or lasts, such as {@code 12h}. */
final class Expiry {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})([mhd])");
    private static final Duration LONGEST = Duration.ofDays(7);

    private Expiry() {}

    /** Returns the time that a key holds, or nothing where it is none or out of bounds; that is reported. */
    static Optional<Duration> read(Fields fields, String key, Problems problems) {
        return read(fields, key, LONGEST, problems);
    }

    /** Returns the time that a key holds, or nothing where it is none or longer than allowed; that is reported. */
    static Optional<Duration> read(Fields fields, String key, Duration longest, Problems problems) {
        return fields.text(key).flatMap(word -> read(word, key, longest, problems));
    }

    private static Optional<Duration> read(Node.Scalar word, String key, Duration longest, Problems problems) {
        Matcher form = FORM.matcher(word.text());
        Optional<Duration> expiry = form.matches() ? Optional.of(duration(form)) : Optional.empty();
        if (expiry.isEmpty() || expiry.get().isZero() || expiry.get().compareTo(longest) > 0) {
            problems.add(
                    word.position(),
                    ProblemCode.WRONG_VALUE,
                    key + " is a number of minutes, hours or days, such as 30m, 12h or 3d, and at most "
                            + longest.toDays() + "d, not " + word.text());
            return Optional.empty();
        }
        return expiry;
    }

    private static Duration duration(Matcher form) {
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
