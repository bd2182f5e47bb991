package dev.plumbline.accounts.probes;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.logs.LogGroup;
import dev.plumbline.accounts.logs.LogGroups;
import dev.plumbline.accounts.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Whether something has arrived in a log group lately. CloudWatch Logs tells of it late: the times of a stream's last
 * event and of its arrival are updated "typically […] in less than an hour from ingestion, but in rare situations might
 * take longer" (API reference, LogStream). So a group that is younger than the tolerated age has time yet.
 */
final class LogStreamArriving implements Probe {

    private final InstantSource clock;

    LogStreamArriving(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public String name() {
        return "log-stream-arriving";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("LogGroupName", "MaxAgeMinutes");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String name = arguments.text("LogGroupName");
        Duration within = Duration.ofMinutes(Long.parseLong(arguments.text("MaxAgeMinutes")));
        Instant since = clock.instant().minus(within);
        Optional<LogGroup> group = LogGroups.in(session).find(name);
        return new ProbeResult(
                group.filter(found -> found.isHeardSince(since)).isPresent(),
                name,
                "an event within the last " + within.toMinutes() + " minutes",
                group.map(LogGroup::describe).orElse(name + " does not exist"));
    }
}
