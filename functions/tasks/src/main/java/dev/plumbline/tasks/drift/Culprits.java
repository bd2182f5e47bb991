package dev.plumbline.tasks.drift;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.drift.ChangedBy;
import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.trails.SettingCalls;
import dev.plumbline.accounts.trails.TrailNames;
import dev.plumbline.accounts.trails.Trails;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Failure;
import dev.plumbline.tasks.assignment.Assignment;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out who changed what has drifted, where CloudTrail tells. It is only told, and decides nothing: what CloudTrail
 * does not answer, or not yet, stays unknown, and is asked for again when the same drift is found again.
 */
public final class Culprits {

    /** As far back as CloudTrail looks. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    /** CloudTrail may be asked twice a second; who changed more than this by hand is known by some of it. */
    private static final int ASKED = 12;

    /** The default security groups that a finding names. */
    private static final Pattern GROUP = Pattern.compile("\\bsg-[0-9a-z]+");

    /** Where the events of services are that have one endpoint for all regions. */
    private static final String GLOBAL = "us-east-1";

    private final Ledger ledger;
    private final Sessions sessions;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public Culprits(Ledger ledger, Sessions sessions, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Looks for those of a finding who are not known yet, and notes them. */
    void look(Assignment target, DriftRecord found) {
        Instant since = since(new StackKey(target.target(), found.subject()));
        Map<String, ChangedBy> known = new LinkedHashMap<>();
        int left = ASKED;
        for (DriftEntry entry : found.entries()) {
            List<Clue> clues = entry.changedBy().isPresent() || known.containsKey(entry.resource())
                    ? List.of()
                    : clues(target, entry);
            for (Clue clue : clues) {
                if (left > 0 && !known.containsKey(entry.resource())) {
                    left--;
                    who(clue, since).ifPresent(by -> known.put(entry.resource(), by));
                }
            }
        }
        if (!known.isEmpty()) {
            List<DriftEntry> traced = found.entries().stream()
                    .map(entry -> Optional.ofNullable(known.get(entry.resource()))
                            .map(entry::by)
                            .orElse(entry))
                    .toList();
            ledger.drifts().traced(found, traced);
        }
    }

    /** By what CloudTrail is asked. */
    private sealed interface Clue {

        /** The name of a resource. */
        record Named(Session where, String name) implements Clue {}

        /** A call, and what it has to be about; empty where any will do. */
        record Called(Session where, String event, String about) implements Clue {}
    }

    /** A setting has no id: whoever made the call that changes it has changed it. */
    private List<Clue> clues(Assignment target, DriftEntry entry) {
        if (entry.physicalId().isEmpty()) {
            return whereEventsAre(target, SettingCalls.isGlobal(entry.resource())).stream()
                    .flatMap(where -> SettingCalls.of(entry.resource()).stream()
                            .flatMap(event -> about(entry).map(about -> (Clue) new Clue.Called(where, event, about))))
                    .toList();
        }
        return whereEventsAre(target, isGlobal(entry.type())).stream()
                .flatMap(where -> TrailNames.of(entry.type(), entry.physicalId(), where).stream()
                        .map(name -> (Clue) new Clue.Named(where, name)))
                .toList();
    }

    /** Rules are given to all kinds of groups: only those that the finding names are meant. */
    private static Stream<String> about(DriftEntry entry) {
        return entry.resource().equals(Setting.DefaultSecurityGroupClosed.KEY)
                ? GROUP.matcher(entry.live()).results().map(MatchResult::group)
                : Stream.of("");
    }

    /** Nothing where the account lets nobody look. */
    private Optional<Session> whereEventsAre(Assignment target, boolean global) {
        TargetKey place = global ? new TargetKey(target.account(), GLOBAL) : target.target();
        try {
            return Optional.of(sessions.assume(place, Role.VERIFY, target.run()));
        } catch (Failure untold) {
            return Optional.empty();
        }
    }

    /** What was before the stack was deployed last has been overwritten by that. */
    private Instant since(StackKey stack) {
        Instant earliest = clock.instant().minus(REMEMBERED);
        Instant deployed = ledger.stacks().read(stack).eventAt();
        return deployed.isAfter(earliest) ? deployed : earliest;
    }

    private static Optional<ChangedBy> who(Clue clue, Instant since) {
        try {
            return switch (clue) {
                case Clue.Named(Session where, String name) -> Trails.in(where).lastChange(name, since);
                case Clue.Called(Session where, String event, String about) ->
                    Trails.in(where).lastCall(event, about, since);
            };
        } catch (Failure untold) {
            // Drift is as much drift where nobody can say whose it is.
            return Optional.empty();
        }
    }

    private static boolean isGlobal(String type) {
        return type.startsWith("AWS::IAM::") || type.startsWith("AWS::Route53::");
    }
}
