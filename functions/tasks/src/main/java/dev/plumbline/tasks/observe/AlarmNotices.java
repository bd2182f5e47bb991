package dev.plumbline.tasks.observe;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.notices.Notice;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.console.Console;

/**
 * Tells people of alarms, with the attributes by which they filter: an alarm's own action carries none, and reaches no
 * other region.
 */
public final class AlarmNotices {

    private static final int VERSION = 1;

    private final Notices notices;
    private final Binder binder;
    private final String topic;
    private final String organization;

    /**
     * Creates the teller.
     *
     * @param topic ARN of the topic for alarms
     * @param organization name of the organisation
     */
    public AlarmNotices(Notices notices, Binder binder, String topic, String organization) {
        this.notices = requireNonNull(notices, "notices is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.topic = requireNonNull(topic, "topic is null");
        this.organization = requireNonNull(organization, "organization is null");
    }

    /** Tells of an alarm's change of state. Called twice, it tells twice. */
    void tell(Observation.AlarmChanged changed, String environment) {
        String kind = kind(changed.state());
        notices.publish(
                topic,
                new Notice(
                        organization + ": " + headline(changed, environment),
                        text(changed, environment) + "\n\n" + binder.text(document(kind, changed, environment)),
                        environment,
                        severity(changed.state()),
                        kind));
    }

    private static String headline(Observation.AlarmChanged changed, String environment) {
        String where = environment.equals(ObserveTasks.ALL) ? changed.target().account() : environment;
        return "%s in %s %s: %s"
                .formatted(changed.state(), where, changed.target().region(), changed.alarm());
    }

    private String text(Observation.AlarmChanged changed, String environment) {
        return """
                %s: %s
                %s

                State: %s%s, since %s
                Why: %s
                Account %s, region %s
                %s""".formatted(
                        organization,
                        headline(changed, environment),
                        changed.description().isEmpty() ? "The alarm has no description." : changed.description(),
                        changed.state(),
                        changed.previous().isEmpty() ? "" : " (was " + changed.previous() + ")",
                        changed.at(),
                        changed.reason(),
                        changed.target().account(),
                        changed.target().region(),
                        Console.alarm(changed.target().region(), changed.alarm()));
    }

    private AlarmDocument document(String kind, Observation.AlarmChanged changed, String environment) {
        return new AlarmDocument(
                VERSION,
                kind,
                organization,
                environment,
                changed.target().account(),
                changed.target().region(),
                changed.alarm(),
                changed.description(),
                changed.state().name(),
                changed.previous(),
                changed.reason(),
                changed.at().toString());
    }

    private static String kind(Observation.AlarmState state) {
        return switch (state) {
            case ALARM -> "alarm-raised";
            case OK -> "alarm-cleared";
            case INSUFFICIENT_DATA -> "alarm-undecided";
        };
    }

    private static Notice.Severity severity(Observation.AlarmState state) {
        return switch (state) {
            case ALARM -> Notice.Severity.ERROR;
            case OK -> Notice.Severity.INFO;
            case INSUFFICIENT_DATA -> Notice.Severity.WARNING;
        };
    }
}
