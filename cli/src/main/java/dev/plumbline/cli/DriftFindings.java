package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the ledger holds of drift, as the commands tell it. */
final class DriftFindings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DriftFindings() {}

    /** What was found in targets, the last first. */
    static List<DriftRecord> in(Deployment deployment, List<PlannedTarget> targets) {
        Map<TargetKey, List<DriftRecord>> found = deployment
                .ledger()
                .drifts()
                .of(targets.stream().map(PlannedTarget::target).toList());
        return targets.stream()
                .flatMap(target -> requireNonNull(found.get(target.target())).stream())
                .sorted(Comparator.comparing(DriftRecord::lastAt).reversed())
                .toList();
    }

    /**
     * What was found last in a stack, or in settings.
     *
     * @throws Problem where nothing was
     */
    static DriftRecord last(Deployment deployment, List<PlannedTarget> targets, String subject) {
        String wanted = subject.equals("settings") ? DriftRecord.SETTINGS : subject;
        return in(deployment, targets).stream()
                .filter(record -> record.subject().equals(wanted))
                .min(Comparator.comparing(
                                (DriftRecord record) -> !record.state().open())
                        .thenComparing(record -> record.state() != DriftState.MOVED))
                .orElseThrow(() -> new Problem(
                        "no drift of " + subject + " is known there",
                        "List what is: ./plumbline drift list --all. Look now: ./plumbline reconcile TARGET."));
    }

    /** The question that waits for a person's word on a finding, or nothing where none does. */
    static Optional<Question> question(Deployment deployment, DriftRecord record) {
        if (record.state() != DriftState.ASKED || record.asker().isEmpty()) {
            return Optional.empty();
        }
        StackKey stack = new StackKey(record.target(), record.subject());
        return deployment
                .ledger()
                .questions()
                .onDrift(record.asker(), stack, record.digest())
                .filter(question -> question.answer().isEmpty());
    }

    /** What to do about a finding that is open, a command on each line; empty where nothing waits for anybody. */
    static List<String> advice(Deployment deployment, DriftRecord record) {
        String place = place(record);
        return switch (record.state()) {
            case ASKED ->
                question(deployment, record)
                        .map(question -> List.of(
                                "put it back:  " + question.command("approve"),
                                "leave it:     " + question.command("reject"),
                                "until " + question.expiresAt() + "; keep it: plumbline drift show " + place))
                        .orElseGet(() -> List.of(
                                "the next scheduled run asks again; now: plumbline reconcile " + record.environment(),
                                "put it back:  plumbline drift revert " + place));
            case REJECTED, REPORTED, FAILED -> List.of("put it back:  plumbline drift revert " + place);
            case FOUND, REVERTING, REVERTED, UNCONFIRMED, MOVED, GONE -> List.of();
        };
    }

    /** Where it is told how a finding that nobody is asked about could stay; empty where it is nobody's to decide. */
    static Optional<String> keeping(DriftRecord record) {
        return switch (record.state()) {
            case REJECTED, REPORTED, FAILED -> Optional.of("keep it:      plumbline drift show " + place(record));
            case MOVED -> Optional.of("declare it:   plumbline drift show " + place(record));
            case ASKED, FOUND, REVERTING, REVERTED, UNCONFIRMED, GONE -> Optional.empty();
        };
    }

    private static String place(DriftRecord record) {
        return record.environment() + "/" + record.target().region() + " " + record.name();
    }

    static ObjectNode describe(Deployment deployment, DriftRecord record) {
        ObjectNode described = JSON.createObjectNode()
                .put("environment", record.environment())
                .put("account", record.target().account())
                .put("region", record.target().region())
                .put("stack", record.subject())
                .put("digest", record.digest())
                .put("state", record.state().label())
                .put("open", record.state().open())
                .put("reason", record.reason())
                .put("firstAt", record.firstAt().toString())
                .put("lastAt", record.lastAt().toString())
                .put("count", record.count())
                .put("run", record.run());
        question(deployment, record)
                .ifPresent(question -> described
                        .put("approve", question.command("approve"))
                        .put("reject", question.command("reject"))
                        .put("expiresAt", question.expiresAt().toString()));
        ArrayNode entries = described.putArray("entries");
        record.entries().forEach(entry -> entries.add(JSON.valueToTree(entry)));
        return described;
    }
}
