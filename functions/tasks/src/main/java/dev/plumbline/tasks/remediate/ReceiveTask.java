package dev.plumbline.tasks.remediate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Arrival;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.Digests;
import dev.plumbline.estate.FindingPolicies;
import dev.plumbline.estate.Severity;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.Place;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import dev.plumbline.tasks.findings.Incoming;
import dev.plumbline.tasks.findings.Words;
import dev.plumbline.tasks.playbooks.Playbook;
import dev.plumbline.tasks.playbooks.Playbooks;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Takes in what came: the first finding on a resource opens a case, those that follow join it. */
final class ReceiveTask {

    private static final int ID_DIGITS = 16;

    private final CorrelateTask correlate;
    private final Ledger ledger;
    private final Directories directories;
    private final Branch branch;
    private final Playbooks playbooks;
    private final Workflows workflows;
    private final Binder binder;
    private final InstantSource clock;

    @Inject
    ReceiveTask(
            CorrelateTask correlate,
            Ledger ledger,
            Directories directories,
            Branch branch,
            Playbooks playbooks,
            Workflows workflows,
            Binder binder,
            InstantSource clock) {
        this.correlate = requireNonNull(correlate, "correlate is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.playbooks = requireNonNull(playbooks, "playbooks is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Takes in what came; whoever opened a case goes on with it. */
    RemediateAnswer receive(RemediateInput.Receive input) {
        JsonNode undo = input.event().path("undo");
        if (undo.isTextual()) {
            return undo(undo.asText(), input);
        }
        JsonNode takeUp = input.event().path("takeUp");
        if (takeUp.isTextual()) {
            return takeUp(takeUp.asText(), input.execution());
        }
        return switch (Incoming.read(input.event())) {
            case Incoming.Nothing(String why) -> RemediateAnswer.of("", "dropped", why);
            case Incoming.OfAnother other -> ofAnother(other, input.execution());
            case Incoming.Found found -> found(found, input.execution());
        };
    }

    private RemediateAnswer undo(String caseId, RemediateInput.Receive input) {
        FindingCase known = ledger.cases()
                .find(caseId)
                .filter(found -> found.status() == CaseStatus.FIXED)
                .filter(found -> !found.text(Facts.STEPS).isEmpty())
                .filter(ReceiveTask::isWantedBack)
                .orElseThrow(() -> new Stalled("Nothing of a case " + Words.plain(caseId)
                        + " is to be taken back, or nobody has signed that: plumbline findings undo."));
        return ledger.cases()
                .reclaim(known, input.execution())
                .map(ours -> RemediateAnswer.of(ours.id(), "undo", ""))
                .orElseThrow(
                        () -> new Stalled("Somebody else works on the case " + caseId + " now. Look at it again."));
    }

    /** A case is taken up only if whoever worked on it works no more; else this joins it, or learns how it ended. */
    private RemediateAnswer takeUp(String caseId, String execution) {
        FindingCase known = ledger.cases()
                .find(caseId)
                .orElseThrow(() -> new Stalled("There is no case " + Words.plain(caseId) + " to take up."));
        FindingCase again = FindingCase.begins(
                known.id(),
                known.target(),
                known.environment(),
                known.playbook(),
                known.type(),
                known.resource(),
                known.severity(),
                known.finding(),
                execution,
                known.openedAt(),
                known.seenAt());
        FindingPolicies policies = directories
                .deployed(branch.ref())
                .of(known.target().account())
                .map(place -> place.findings().read())
                .orElseGet(() -> FindingPolicies.of(""));
        return arrived(again, policies);
    }

    /** The ledger has it from plumbline-approve, to which a person has proved who they are. */
    private static boolean isWantedBack(FindingCase of) {
        return !of.text(Facts.DIGEST).isEmpty() && of.text(Facts.TAKEN_BACK).equals(of.text(Facts.DIGEST));
    }

    /** A member's own event comes, too. Only where nobody of the estate is meant has it to be told. */
    private RemediateAnswer ofAnother(Incoming.OfAnother other, String execution) {
        boolean copy = directories.deployed(branch.ref()).of(other.account()).isPresent();
        if (copy) {
            return RemediateAnswer.of("", "dropped", "told by the administrator of GuardDuty");
        }
        return refused(
                other.target(),
                other.type(),
                "It tells of account " + other.account() + ", which is not of the estate",
                execution);
    }

    private RemediateAnswer found(Incoming.Found found, String execution) {
        Optional<Place> place =
                directories.deployed(branch.ref()).of(found.target().account());
        if (place.isEmpty()) {
            return refused(found.target(), found.finding().type(), "The account is not of the estate", execution);
        }
        return arrived(
                opened(found, place.get(), execution), place.get().findings().read());
    }

    private RemediateAnswer arrived(FindingCase fresh, FindingPolicies policies) {
        Arrival arrival = ledger.cases()
                .arrive(
                        fresh,
                        policies.coolDown(),
                        owner -> workflows.status(owner).ended());
        return switch (arrival) {
            case Arrival.Joined(FindingCase joined) -> RemediateAnswer.of(joined.id(), "joined", "");
            case Arrival.Opened(FindingCase ours, boolean _)
            when ours.environment().isEmpty() -> RemediateAnswer.of(ours.id(), "refused", "");
            case Arrival.Opened(FindingCase ours, boolean _) ->
                Onwards.to(
                        () -> correlate.correlate(ours, () -> policies),
                        () -> RemediateAnswer.of(ours.id(), "opened", ""));
        };
    }

    /** Returns the case of a finding as an execution would open it. */
    FindingCase opened(Incoming.Found found, Place place, String execution) {
        Finding finding = found.finding();
        Optional<Playbook> playbook = playbooks.of(finding);
        Optional<String> subject = playbook.flatMap(known -> known.resource(finding));
        String name = subject.isPresent() ? playbook.map(Playbook::name).orElse("") : "";
        String resource = subject.orElseGet(() -> described(finding));
        String kind = name.isEmpty() ? finding.type() : name;
        FindingCase fresh = FindingCase.begins(
                id(found.target(), kind, resource),
                found.target(),
                place.environment(),
                name,
                finding.type(),
                resource,
                finding.severity(),
                binder.text(finding),
                execution,
                clock.instant(),
                finding.seenAt());
        return with(fresh, Map.of(Facts.TITLE, finding.title()));
    }

    private RemediateAnswer refused(TargetKey target, String type, String why, String execution) {
        Finding nothing =
                new Finding(Finding.Source.CONFIG, type, "", Severity.MEDIUM, why, clock.millis(), new TreeMap<>());
        FindingCase fresh = FindingCase.begins(
                id(target, "refused", type),
                target,
                "",
                "",
                type,
                "account " + target.account(),
                Severity.MEDIUM,
                binder.text(nothing),
                execution,
                clock.instant(),
                clock.instant());
        return arrived(with(fresh, Map.of(Facts.TITLE, why)), FindingPolicies.of(""));
    }

    private FindingCase with(FindingCase fresh, Map<Facts, String> facts) {
        SortedMap<String, String> texts = new TreeMap<>();
        facts.forEach((fact, text) -> texts.put(fact.label(), text));
        SortedMap<String, Instant> times = new TreeMap<>(Map.of("received", clock.instant()));
        return fresh.with(texts, times);
    }

    private static String described(Finding finding) {
        String facts = finding.facts().entrySet().stream()
                .filter(fact -> fact.getKey() != Fact.ADDRESS && fact.getKey() != Fact.PART)
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(" "));
        return facts.isEmpty() ? "the account" : facts;
    }

    private static String id(TargetKey target, String kind, String resource) {
        return Digests.sha256((target + "|" + kind + "|" + resource).getBytes(UTF_8))
                .substring(0, ID_DIGITS);
    }
}
