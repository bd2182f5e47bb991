package dev.plumbline.tasks.drift;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.drift.ChangedBy;
import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.trails.Trails;
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
import java.util.stream.Collectors;

/**
 * Finds out who changed what has drifted, where CloudTrail tells. It is only told, and decides nothing: what CloudTrail
 * does not answer, or not yet, stays unknown, and is asked for again when the same drift is found again.
 */
public final class Culprits {

    /** As far back as CloudTrail looks. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    /** CloudTrail may be asked twice a second; who changed more than this by hand is known by some of it. */
    private static final int ASKED = 8;

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
        found.entries().stream()
                .filter(entry ->
                        entry.changedBy().isEmpty() && !entry.physicalId().isEmpty())
                .collect(Collectors.toMap(
                        DriftEntry::physicalId, DriftEntry::type, (one, other) -> one, LinkedHashMap::new))
                .entrySet()
                .stream()
                .limit(ASKED)
                .forEach(resource -> who(target, resource.getKey(), resource.getValue(), since)
                        .ifPresent(by -> known.put(resource.getKey(), by)));
        if (!known.isEmpty()) {
            List<DriftEntry> traced = found.entries().stream()
                    .map(entry -> Optional.ofNullable(known.get(entry.physicalId()))
                            .map(entry::by)
                            .orElse(entry))
                    .toList();
            ledger.drifts().traced(found, traced);
        }
    }

    /** What was before the stack was deployed last has been overwritten by that. */
    private Instant since(StackKey stack) {
        Instant earliest = clock.instant().minus(REMEMBERED);
        Instant deployed = ledger.stacks().read(stack).eventAt();
        return deployed.isAfter(earliest) ? deployed : earliest;
    }

    private Optional<ChangedBy> who(Assignment target, String resource, String type, Instant since) {
        TargetKey place = isGlobal(type) ? new TargetKey(target.account(), GLOBAL) : target.target();
        try {
            Session session = sessions.assume(place, Role.VERIFY, target.run());
            return Trails.in(session).lastChange(resource, since);
        } catch (Failure untold) {
            // Drift is as much drift where nobody can say whose it is.
            return Optional.empty();
        }
    }

    private static boolean isGlobal(String type) {
        return type.startsWith("AWS::IAM::") || type.startsWith("AWS::Route53::");
    }
}
