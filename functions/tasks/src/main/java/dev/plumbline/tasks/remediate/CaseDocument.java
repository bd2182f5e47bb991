package dev.plumbline.tasks.remediate;

import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.tasks.playbooks.Step;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A case as machines read it from a message; its fields are in docs/reference/messages.md. */
record CaseDocument(
        String kind,
        String caseId,
        String environment,
        String account,
        String region,
        String type,
        String severity,
        String resource,
        String title,
        String status,
        String reason,
        String playbook,
        String stack,
        List<String> steps,
        long count,
        SortedMap<String, String> times,
        String link) {

    static CaseDocument of(String kind, FindingCase of, List<Step> steps, String link) {
        TreeMap<String, String> times = new TreeMap<>();
        of.times().forEach((step, at) -> times.put(step, at.toString()));
        times.put("seen", of.seenAt().toString());
        return new CaseDocument(
                kind,
                of.id(),
                of.environment(),
                of.target().account(),
                of.target().region(),
                of.type(),
                of.severity().word(),
                of.resource(),
                of.text(Facts.TITLE),
                of.status().label(),
                of.text(Facts.REASON),
                of.playbook(),
                of.text(Facts.STACK),
                steps.stream().map(Step::says).toList(),
                of.count(),
                times,
                link);
    }
}
