package dev.plumbline.accounts.probes;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.logs.LogGroup;
import dev.plumbline.accounts.logs.LogGroups;
import dev.plumbline.accounts.session.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Whether something arrived in some log groups lately. A group that is younger than the tolerated silence has time yet;
 * no groups pass.
 */
final class LogsArriving implements Probe {

    private final Clock clock;

    LogsArriving(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public String name() {
        return "logs-arriving";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("SilenceHours");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments("LogGroupNames");
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        Duration silence = Duration.ofHours(Long.parseLong(arguments.text("SilenceHours")));
        Instant since = clock.instant().minus(silence);
        LogGroups groups = LogGroups.in(session);
        List<String> wanted = arguments.texts("LogGroupNames");
        List<String> silent = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (String name : wanted) {
            Optional<LogGroup> group = groups.find(name);
            if (group.filter(found -> found.isHeardSince(since)).isEmpty()) {
                silent.add(name);
            }
            seen.add(group.map(LogGroup::describe).orElse(name + " does not exist"));
        }
        return new ProbeResult(
                silent.isEmpty(),
                String.join(", ", silent.isEmpty() ? wanted : silent),
                "something within " + silence.toHours() + " hours",
                seen.isEmpty() ? "no logs to watch" : seen.stream().collect(Collectors.joining("; ")));
    }
}
