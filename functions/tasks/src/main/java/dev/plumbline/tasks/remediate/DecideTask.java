package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.estate.FindingAction;
import dev.plumbline.estate.FindingPolicies;
import dev.plumbline.estate.FindingRule;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.Place;
import dev.plumbline.tasks.playbooks.Step;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Decides what is done about a case: what the estate's policies say, unless a playbook has made itself suspect. */
final class DecideTask {

    private static final int FAILURES = 2;

    private final Work work;
    private final Ledger ledger;
    private final Directories directories;
    private final Branch branch;
    private final Binder binder;
    private final InstantSource clock;

    @Inject
    DecideTask(Work work, Ledger ledger, Directories directories, Branch branch, Binder binder, InstantSource clock) {
        this.work = requireNonNull(work, "work is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns what the estate says of findings where a case is. */
    FindingPolicies policies(FindingCase of) {
        return directories
                .deployed(branch.ref())
                .of(of.target().account())
                .map(Place::findings)
                .map(document -> document.read())
                .orElseGet(() -> FindingPolicies.of(of.environment()));
    }

    RemediateAnswer decide(FindingCase of, FindingPolicies policies) {
        Verdict verdict = verdict(of, policies);
        ledger.cases()
                .note(of.after(
                        CaseStatus.OPEN,
                        Map.of(Facts.DECISION, verdict.decision(), Facts.REASON, verdict.reason()),
                        "decided",
                        clock.instant()));
        return new RemediateAnswer(
                of.id(),
                verdict.decision(),
                verdict.reason(),
                reconcile(of),
                policies.expireAfter().toSeconds());
    }

    private Verdict verdict(FindingCase of, FindingPolicies policies) {
        Instant now = clock.instant();
        FindingRule rule = policies.rule(of.playbook(), of.type(), of.severity(), tags(of), now);
        if (rule.action() == FindingAction.SUPPRESS) {
            String until = rule.until().map(last -> " until " + last).orElse("");
            return new Verdict("suppress", "Suppressed" + until + ": " + rule.reason());
        }
        if (of.text(Facts.STEPS).isEmpty()) {
            return new Verdict("report", "There is no playbook for it.");
        }
        if (rule.action() == FindingAction.REPORT) {
            return new Verdict("report", rule.reason().isEmpty() ? "The policy is to report it." : rule.reason());
        }
        if (!of.text(Facts.APPROVED).isEmpty() && of.text(Facts.APPROVED).equals(of.text(Facts.DIGEST))) {
            return new Verdict(of.text(Facts.STACK).isEmpty() ? "act" : "reconcile", "Approved");
        }
        return suspicion(of, policies, rule, now);
    }

    private Verdict suspicion(FindingCase of, FindingPolicies policies, FindingRule rule, Instant now) {
        boolean interrupts = work.steps(of).stream().anyMatch(Step::interrupts);
        if (rule.action() == FindingAction.ASK) {
            return new Verdict("ask", rule.reason().isEmpty() ? "The policy is to ask." : rule.reason());
        }
        if (rule.action() == FindingAction.CAREFUL && interrupts) {
            return new Verdict("ask", "It can interrupt a service.");
        }
        int failed = ledger.habits().failed(of.playbook(), of.target().account());
        if (failed >= FAILURES) {
            return new Verdict("ask", "The playbook has failed on " + failed + " resources of this account lately.");
        }
        int works = ledger.habits().works(of.playbook(), of.target().account(), of.id(), now);
        if (works > policies.mostPerHour()) {
            return new Verdict(
                    "ask",
                    "The playbook was at work on " + (works - 1) + " resources of this account within the hour.");
        }
        return new Verdict(of.text(Facts.STACK).isEmpty() ? "act" : "reconcile", "");
    }

    private Map<String, String> tags(FindingCase of) {
        Map<String, String> tags = new HashMap<>();
        if (!of.text(Facts.TAGS).isEmpty()) {
            binder.parse(of.text(Facts.TAGS))
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        }
        return tags;
    }

    private RemediateAnswer.Reconcile reconcile(FindingCase of) {
        return new RemediateAnswer.Reconcile(
                "finding-" + of.id() + "-" + of.attempt() + "-" + of.openedAt().getEpochSecond(),
                branch.repository(),
                branch.ref(),
                of.target().account(),
                of.target().region(),
                of.text(Facts.STACK),
                "Finding " + of.id() + " on " + of.resource());
    }

    private record Verdict(String decision, String reason) {}
}
