package dev.plumbline.accounts.probes;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.databases.Databases;
import dev.plumbline.accounts.databases.Maintenance;
import dev.plumbline.accounts.session.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Whether no maintenance of database instances is about to be forced by AWS, outside of any window. What waits is told
 * in any case.
 */
final class DatabaseMaintenanceInHand implements Probe {

    /** How long before it is forced a person is told: time enough to plan it into a window. */
    private static final Duration NOTICE = Duration.ofDays(14);

    private final Clock clock;

    DatabaseMaintenanceInHand(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public String name() {
        return "database-maintenance-in-hand";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("InstanceIds");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public boolean comesWithTime() {
        return false;
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        List<String> wanted = arguments.texts("InstanceIds");
        List<Maintenance> waiting = Databases.in(session).pendingMaintenance(wanted);
        Instant soon = clock.instant().plus(NOTICE);
        List<Maintenance> forced = waiting.stream()
                .filter(each -> each.planned().isEmpty()
                        && each.forced().filter(soon::isAfter).isPresent())
                .toList();
        return new ProbeResult(
                forced.isEmpty(),
                forced.isEmpty()
                        ? String.join(", ", wanted)
                        : forced.stream()
                                .map(DatabaseMaintenanceInHand::instance)
                                .distinct()
                                .collect(Collectors.joining(", ")),
                "none that AWS forces within " + NOTICE.toDays() + " days and nobody planned",
                waiting.isEmpty()
                        ? "nothing pending"
                        : waiting.stream()
                                .map(DatabaseMaintenanceInHand::describe)
                                .collect(Collectors.joining("; ")));
    }

    private static String instance(Maintenance maintenance) {
        return maintenance.arn().substring(maintenance.arn().lastIndexOf(':') + 1);
    }

    private static String describe(Maintenance maintenance) {
        return instance(maintenance) + ": " + maintenance.action() + " pending"
                + maintenance.planned().map(when -> ", planned for " + when).orElse("")
                + maintenance.forced().map(when -> ", forced at " + when).orElse("");
    }
}
