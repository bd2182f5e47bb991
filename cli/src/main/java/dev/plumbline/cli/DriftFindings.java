package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.estate.TargetKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

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
                        (DriftRecord record) -> !record.state().open()))
                .orElseThrow(() -> new Problem(
                        "no drift of " + subject + " is known there",
                        "List what is: ./plumbline drift list --all. Look now: ./plumbline reconcile TARGET."));
    }

    static ObjectNode describe(DriftRecord record) {
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
        ArrayNode entries = described.putArray("entries");
        record.entries().forEach(entry -> entries.add(JSON.valueToTree(entry)));
        return described;
    }
}
