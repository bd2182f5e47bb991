package dev.plumbline.tasks.remediate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.Digests;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Failure;
import dev.plumbline.json.Json;
import dev.plumbline.tasks.approve.CaseTask.RemediateMachine;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.Place;
import dev.plumbline.tasks.findings.Incoming;
import dev.plumbline.tasks.playbooks.Reach;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks once a day for what no event has told, so that a lost one costs a day at most: for what AWS Config calls
 * non-compliant and GuardDuty has not archived, and for cases whose execution has died. One execution starts one for
 * each target, and each of these one for every finding, which goes on as if its event had come. Each names those that
 * it starts after itself, so that one that is repeated starts none twice.
 */
public final class SweepTask {

    /** What is asked of an account. */
    public static final Set<Operation> OPERATIONS = Set.of(
            Operation.COMPLIANCE_BY_RULE,
            Operation.COMPLIANCE_DETAILS,
            Operation.LIST_DETECTORS,
            Operation.LIST_FINDINGS,
            Operation.GET_FINDINGS);

    /** A finding of GuardDuty never ends by itself: what is older was lost for long, or was there before we were. */
    private static final Duration LOOKS_BACK = Duration.ofDays(7);

    private static final int CASES = 500;

    /** GetFindings takes no more ids at once (GuardDuty API reference). */
    private static final int FINDINGS_AT_ONCE = 50;

    private static final int NAME_DIGITS = 12;
    private static final String NON_COMPLIANT = "NON_COMPLIANT";

    private final ReceiveTask receive;
    private final Ledger ledger;
    private final Sessions sessions;
    private final Workflows workflows;
    private final RemediateMachine machine;
    private final Directories directories;
    private final Branch branch;
    private final InstantSource clock;

    @Inject
    SweepTask(
            ReceiveTask receive,
            Ledger ledger,
            Sessions sessions,
            Workflows workflows,
            RemediateMachine machine,
            Directories directories,
            Branch branch,
            InstantSource clock) {
        this.receive = requireNonNull(receive, "receive is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Sweeps one target, or has all of them swept.
     *
     * @param of which one: {@code account} and {@code region}; all if it names none
     * @param execution ARN of the execution that sweeps
     */
    RemediateAnswer sweep(JsonNode of, String execution) {
        String account = of.path("account").asText();
        int started = account.isEmpty()
                ? everywhere(execution)
                : in(new TargetKey(account, of.path("region").asText()), execution);
        return RemediateAnswer.of("", "swept", "started " + started);
    }

    private int everywhere(String execution) {
        int started = 0;
        for (FindingCase of : ledger.cases().recent(clock.instant(), CASES)) {
            if (hasDied(of)) {
                start(
                        "takeup-" + of.id(),
                        execution,
                        JsonNodeFactory.instance.objectNode().put("takeUp", of.id()));
                started++;
            }
        }
        // Before the first push nothing is known, and nothing is to be swept.
        List<Place> places =
                directories.find(branch.ref()).map(known -> known.places()).orElse(List.of());
        for (Place place : places) {
            for (String region : place.regions()) {
                ObjectNode input = JsonNodeFactory.instance.objectNode();
                input.putObject("sweep").put("account", place.account()).put("region", region);
                start("sweep-" + place.account() + "-" + region, execution, input);
                started++;
            }
        }
        return started;
    }

    private int in(TargetKey target, String execution) {
        Optional<Place> place = directories
                .find(branch.ref())
                .flatMap(known -> known.of(target.account()))
                .filter(known -> known.regions().contains(target.region()));
        if (place.isEmpty()) {
            return 0;
        }
        Calls calls = Calls.in(sessions.assume(target, Role.REMEDIATE, Reach.of(OPERATIONS), "sweep"));
        Sweep sweep = new Sweep(place.get(), execution);
        sweep.all(() -> config(target, calls));
        sweep.all(() -> guardDuty(target, calls));
        return sweep.started();
    }

    /** What can be neither asked nor read keeps nothing else from being swept, and then fails. */
    private final class Sweep {

        private final Place place;
        private final String execution;
        private final List<Failure> failed = new ArrayList<>();
        private int started;

        Sweep(Place place, String execution) {
            this.place = place;
            this.execution = execution;
        }

        void all(Supplier<List<ObjectNode>> source) {
            carefully(() -> source.get().forEach(event -> carefully(() -> one(event))));
        }

        private void one(ObjectNode event) {
            if (Incoming.read(event) instanceof Incoming.Found found) {
                FindingCase fresh = receive.opened(found, place, execution);
                if (isLost(fresh)) {
                    start("swept-" + fresh.id(), execution, event);
                    started++;
                }
            }
        }

        private void carefully(Runnable step) {
            try {
                step.run();
            } catch (Failure failure) {
                failed.add(failure);
            }
        }

        int started() {
            if (!failed.isEmpty()) {
                throw failed.getFirst();
            }
            return started;
        }
    }

    /** What nobody has heard of, what nobody works on any more, and what was wrong again after it had been fixed. */
    private boolean isLost(FindingCase fresh) {
        Optional<FindingCase> known = ledger.cases().find(fresh.id());
        return known.isEmpty()
                || hasDied(known.get())
                || (known.get().status() == CaseStatus.FIXED
                        && fresh.seenAt().isAfter(known.get().judgedAt()));
    }

    private boolean hasDied(FindingCase of) {
        return !of.status().ended() && workflows.status(of.owner()).ended();
    }

    private void start(String name, String execution, ObjectNode input) {
        String by = Digests.sha256(execution.getBytes(UTF_8)).substring(0, NAME_DIGITS);
        var _ = workflows.start(machine.arn(), name + "-" + by, Json.text(input));
    }

    private List<ObjectNode> config(TargetKey target, Calls calls) {
        List<ObjectNode> events = new ArrayList<>();
        Call rules = Call.of(Operation.COMPLIANCE_BY_RULE).list("ComplianceTypes", List.of(NON_COMPLIANT));
        for (Answer rule : ask(calls, rules).items("ComplianceByConfigRules")) {
            Call details = Call.of(Operation.COMPLIANCE_DETAILS)
                    .with("ConfigRuleName", rule.text("ConfigRuleName"))
                    .list("ComplianceTypes", List.of(NON_COMPLIANT));
            for (Answer result : ask(calls, details).items("EvaluationResults")) {
                events.add(nonCompliant(target, result));
            }
        }
        return events;
    }

    /** As the event "Config Rules Compliance Change" would have told it. */
    private ObjectNode nonCompliant(TargetKey target, Answer result) {
        Answer identifier = result.at("EvaluationResultIdentifier");
        Answer qualifier = identifier.at("EvaluationResultQualifier");
        ObjectNode event = event(target, "aws.config");
        ObjectNode detail = event.putObject("detail")
                .put("awsAccountId", target.account())
                .put("configRuleName", qualifier.text("ConfigRuleName"))
                .put("resourceType", qualifier.text("ResourceType"))
                .put("resourceId", qualifier.text("ResourceId"));
        ObjectNode evaluation = detail.putObject("newEvaluationResult").put("complianceType", NON_COMPLIANT);
        time(result, "ConfigRuleInvokedTime").ifPresent(at -> evaluation.put("configRuleInvokedTime", at));
        time(identifier, "OrderingTimestamp")
                .ifPresent(
                        at -> evaluation.putObject("evaluationResultIdentifier").put("orderingTimestamp", at));
        return event;
    }

    /** The API tells times in seconds since 1970, with a fraction. */
    private static Optional<String> time(Answer of, String field) {
        String told = of.text(field);
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(
                                new BigDecimal(told).movePointRight(3).longValue())
                        .toString());
    }

    /** An administrator is told of its members' findings too, which are looked for in the members. */
    private List<ObjectNode> guardDuty(TargetKey target, Calls calls) {
        List<ObjectNode> events = new ArrayList<>();
        for (String detector : ask(calls, Call.of(Operation.LIST_DETECTORS)).texts("detectorIds")) {
            ObjectNode criteria = JsonNodeFactory.instance.objectNode();
            ObjectNode criterion = criteria.putObject("criterion");
            criterion.putObject("accountId").putArray("eq").add(target.account());
            criterion.putObject("service.archived").putArray("eq").add("false");
            criterion
                    .putObject("updatedAt")
                    .put("greaterThanOrEqual", clock.instant().minus(LOOKS_BACK).toEpochMilli());
            Call list = Call.of(Operation.LIST_FINDINGS)
                    .with("detectorId", detector)
                    .with("findingCriteria", criteria);
            List<String> ids = ask(calls, list).texts("findingIds");
            for (int from = 0; from < ids.size(); from += FINDINGS_AT_ONCE) {
                Call get = Call.of(Operation.GET_FINDINGS)
                        .with("detectorId", detector)
                        .list("findingIds", ids.subList(from, Math.min(ids.size(), from + FINDINGS_AT_ONCE)));
                for (Answer finding : ask(calls, get).items("findings")) {
                    ObjectNode event = event(target, "aws.guardduty");
                    event.set("detail", finding.document());
                    events.add(event);
                }
            }
        }
        return events;
    }

    private ObjectNode event(TargetKey target, String source) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("account", target.account())
                .put("region", target.region())
                .put("source", source)
                .put("time", clock.instant().toString());
    }

    private static Answer ask(Calls calls, Call call) {
        return calls.ask(call).orElseGet(Answer::nothing);
    }
}
