package dev.plumbline.journeys;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.cli.local.LocalAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Events of GuardDuty and Config in the accounts of a journey, and the cases that come of them. */
final class Findings {

    private static final String REGION = "eu-west-1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern LOOKS = Pattern.compile("^(Describe|Get|List)");

    private final Journey journey;

    Findings(Journey journey) {
        this.journey = journey;
    }

    /** An event of Config: a resource breaks a rule. */
    static ObjectNode broken(LocalAccount account, String rule, String type, String id) {
        ObjectNode event = event("aws.config", "Config Rules Compliance Change");
        ObjectNode detail = event.putObject("detail");
        detail.put("resourceId", id)
                .put("awsRegion", REGION)
                .put("awsAccountId", account.id())
                .put("configRuleName", rule)
                .put("recordVersion", "1.0")
                .put("messageType", "ComplianceChangeNotification")
                .put("resourceType", type);
        detail.putObject("newEvaluationResult").put("complianceType", "NON_COMPLIANT");
        return event;
    }

    /** An event of GuardDuty about a resource; further fields are put in by the caller. */
    static ObjectNode found(LocalAccount account, String type, double severity, String resource) {
        ObjectNode event = event("aws.guardduty", "GuardDuty Finding");
        ObjectNode detail = event.putObject("detail");
        detail.put("schemaVersion", "2.0")
                .put("accountId", account.id())
                .put("region", REGION)
                .put("id", "16afba5c5c43e07c9e3e5e2e544e95df")
                .put("type", type)
                .put("severity", severity)
                .put("title", "What GuardDuty says of it");
        detail.set("resource", read(resource));
        detail.putObject("service").put("archived", false).put("count", 1);
        return event;
    }

    static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static ObjectNode event(String source, String type) {
        return JSON.createObjectNode()
                .put("version", "0")
                .put("source", source)
                .put("detail-type", type)
                .put(
                        "time",
                        Instant.now()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plusSeconds(1)
                                .toString());
    }

    /** Puts an event on the account's bus and waits until the case that it opens, or opens again, has ended. */
    FindingCase handled(LocalAccount account, ObjectNode event, String resource) {
        long before = of(resource).map(FindingCase::attempt).orElse(0L);
        send(account, event);
        return awaited(
                resource, found -> found.attempt() > before && found.status().ended());
    }

    /** Puts an event on the account's bus. */
    void send(LocalAccount account, ObjectNode event) {
        journey.organization().emulator().inject(account, REGION, event);
    }

    /** Waits until the case about a resource has a status. */
    FindingCase awaited(String resource, CaseStatus status) {
        return awaited(resource, found -> found.status() == status);
    }

    /** Waits until the case of a playbook about a resource has ended. */
    FindingCase ended(String resource, String playbook) {
        return until(
                () -> all(resource).stream()
                        .filter(found -> found.playbook().equals(playbook))
                        .findFirst(),
                found -> found.status().ended());
    }

    /** Waits until a case that was fixed is so no more. */
    FindingCase undone(String id) {
        return until(
                () -> journey.ledger().cases().find(id),
                found -> found.status() != CaseStatus.FIXED && found.status().ended());
    }

    private FindingCase awaited(String resource, Predicate<FindingCase> wanted) {
        FindingCase found = until(() -> of(resource), wanted);
        if (found.status().ended()) {
            journey.settle();
        }
        return found;
    }

    private static FindingCase until(Supplier<Optional<FindingCase>> look, Predicate<FindingCase> wanted) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> look.get().filter(wanted), Optional::isPresent)
                .orElseThrow();
    }

    /** The newest case about a resource. */
    Optional<FindingCase> of(String resource) {
        return all(resource).stream().findFirst();
    }

    /** All cases about a resource, the newest first. */
    List<FindingCase> all(String resource) {
        return journey.ledger().cases().recent(Instant.now().plusSeconds(60), 500).stream()
                .filter(found -> found.resource().equals(resource))
                .toList();
    }

    /** What was asked of an account since the requests were forgotten that can change something, with how often. */
    Map<String, Integer> changes(LocalAccount account) {
        Map<String, Integer> changes = new TreeMap<>();
        Served.all(journey.organization().emulator().requests()).rows().stream()
                .filter(row -> row.account().equals(account.id())
                        && row.principal().equals("plumbline-remediate")
                        && !LOOKS.matcher(row.action()).find())
                .forEach(row -> changes.merge(row.action(), row.count(), Integer::sum));
        return changes;
    }

    /** How many messages the functions have published since the requests were forgotten. */
    int told() {
        return Served.all(journey.organization().emulator().requests()).of(LocalAccount.hub(), "Publish");
    }
}
