package dev.plumbline.estate.read;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Timing;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schedules that one place states.
 *
 * @param reconcile when targets are reconciled; null for never, or for what the place around says
 * @param stated whether the place says anything of that
 * @param catchUp when the branch's head is looked for; null for never
 */
record ScheduleRules(
        @Nullable Timing reconcile,
        boolean stated,
        @Nullable Timing catchUp) {

    private static final String OFF = "off";
    private static final Pattern RATE = Pattern.compile("rate\\(([1-9][0-9]{0,5}) (minute|hour|day)(s?)\\)");
    private static final Pattern CRON = Pattern.compile("cron\\((\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+)\\)");

    /** Reads the key {@code schedules} of {@code plumbline.yaml}. */
    static ScheduleRules ofEstate(Fields of, Problems problems) {
        return read(of, true, problems);
    }

    /** Reads the key {@code schedules} of an environment. */
    static ScheduleRules ofEnvironment(Fields of, Problems problems) {
        return read(of, false, problems);
    }

    /** Returns when an environment with these rules is reconciled, or null for never. */
    @Nullable
    Timing reconcileWithin(ScheduleRules around) {
        return stated ? reconcile : around.reconcile;
    }

    private static ScheduleRules read(Fields of, boolean estate, Problems problems) {
        Optional<Node.Entries> mapping = of.mapping("schedules");
        if (mapping.isEmpty()) {
            return new ScheduleRules(null, false, null);
        }
        Fields fields = new Fields(mapping.get(), "schedules", problems);
        Optional<Node> reconcile = fields.take("reconcile");
        Timing times =
                reconcile.flatMap(node -> timing(node, "reconcile", problems)).orElse(null);
        Timing catchUp = !estate
                ? null
                : fields.take("catch-up")
                        .flatMap(node -> timing(node, "catch-up", problems))
                        .orElse(null);
        fields.finish();
        return new ScheduleRules(times, reconcile.isPresent(), catchUp);
    }

    /** A text is an expression; a mapping adds a time zone and a jitter. */
    private static Optional<Timing> timing(Node node, String key, Problems problems) {
        if (node instanceof Node.Scalar scalar && scalar.isText()) {
            return scalar.text().equals(OFF)
                    ? Optional.empty()
                    : expression(scalar, problems).map(text -> new Timing(text, Timing.UTC, 0));
        }
        return Fields.mapping(node, key, problems).flatMap(entries -> {
            Fields fields = new Fields(entries, key, problems);
            Optional<String> expression =
                    fields.requireText("expression", "such as rate(1 day)").flatMap(text -> expression(text, problems));
            String zone = fields.text("time-zone")
                    .flatMap(text -> zone(text, problems))
                    .orElse(Timing.UTC);
            int jitter = new Numbers(problems)
                    .take(fields, "jitter", 0, Timing.MOST_JITTER)
                    .orElse(0);
            fields.finish();
            return expression.map(text -> new Timing(text, zone, jitter));
        });
    }

    /** Returns a cron expression, or reports that it is none. */
    static Optional<String> cron(Node.Scalar text, Problems problems) {
        Matcher cron = CRON.matcher(text.text());
        Optional<String> wrong =
                cron.matches() ? CronFields.wrong(cron) : Optional.of("it is not cron(… six fields …)");
        wrong.ifPresent(why -> problems.add(
                text.position(),
                ProblemCode.WRONG_VALUE,
                "\"" + text.text() + "\" is not a time: " + why,
                "such as cron(0 2 ? * SUN *)"));
        return wrong.isEmpty() ? Optional.of(text.text()) : Optional.empty();
    }

    private static Optional<String> expression(Node.Scalar text, Problems problems) {
        Optional<String> wrong = wrong(text.text());
        wrong.ifPresent(why -> problems.add(
                text.position(),
                ProblemCode.WRONG_VALUE,
                "\"" + text.text() + "\" is not a schedule: " + why,
                "rate(1 day), cron(0 5 ? * MON-FRI *) or " + OFF));
        return wrong.isEmpty() ? Optional.of(text.text()) : Optional.empty();
    }

    private static Optional<String> wrong(String expression) {
        Matcher rate = RATE.matcher(expression);
        if (rate.matches()) {
            boolean one = rate.group(1).equals("1");
            return one == rate.group(3).isEmpty()
                    ? Optional.empty()
                    : Optional.of("it is 1 " + rate.group(2) + ", and 2 " + rate.group(2) + "s");
        }
        Matcher cron = CRON.matcher(expression);
        return cron.matches() ? CronFields.wrong(cron) : Optional.of("it is neither rate(…) nor cron(… six fields …)");
    }

    /** Returns the name of a time zone, or reports that it is none. */
    static Optional<String> zone(Node.Scalar text, Problems problems) {
        if (ZoneId.getAvailableZoneIds().contains(text.text())) {
            return Optional.of(text.text());
        }
        problems.add(
                text.position(),
                ProblemCode.WRONG_VALUE,
                text.text() + " is not a time zone",
                "a name of the IANA database, such as Europe/Berlin");
        return Optional.empty();
    }
}
