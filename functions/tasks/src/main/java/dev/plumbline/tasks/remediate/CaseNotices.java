package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.notices.Notice;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.console.Console;
import dev.plumbline.tasks.findings.Finding;
import dev.plumbline.tasks.playbooks.Step;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;

/** Tells people of cases, on the topic findings. */
final class CaseNotices {

    private final Work work;
    private final Notices notices;
    private final FindingsAudience audience;
    private final Binder binder;

    @Inject
    CaseNotices(Work work, Notices notices, FindingsAudience audience, Binder binder) {
        this.work = requireNonNull(work, "work is null");
        this.notices = requireNonNull(notices, "notices is null");
        this.audience = requireNonNull(audience, "audience is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Tells how a case stands. Called twice, it tells twice. What is suppressed is not told. */
    void tell(FindingCase of) {
        if (of.status() == CaseStatus.SUPPRESSED) {
            return;
        }
        String word = word(of);
        URI link = link(of);
        String environment = of.environment().isEmpty() ? "all" : of.environment();
        CaseDocument document = CaseDocument.of("finding-" + kind(of), of, work.steps(of), link.toString());
        notices.publish(
                audience.topic(),
                new Notice(
                        "%s: %s finding in %s %s: %s"
                                .formatted(
                                        audience.organization(), of.severity().word(), environment, word, of.type()),
                        text(of, word, link) + "\n\n" + binder.text(document),
                        environment,
                        severity(of),
                        "finding-" + kind(of)));
    }

    private String text(FindingCase of, String word, URI link) {
        StringBuilder text = new StringBuilder();
        text.append(of.text(Facts.TITLE)).append('\n');
        text.append(of.resource())
                .append(" in ")
                .append(of.target())
                .append(": ")
                .append(word)
                .append(".\n");
        if (!of.text(Facts.REASON).isEmpty()) {
            text.append(of.text(Facts.REASON)).append('\n');
        }
        List<Step> steps = work.steps(of);
        if (of.text(Facts.STACK).isEmpty()) {
            steps.forEach(step -> text.append("- ").append(step.says()).append('\n'));
        } else {
            text.append("- reconcile the stack ").append(of.text(Facts.STACK)).append(", which owns it\n");
        }
        if (of.status() == CaseStatus.WAITING) {
            text.append("Approve or decline: plumbline findings show ")
                    .append(of.id())
                    .append('\n');
        }
        return text.append(link).toString();
    }

    private String kind(FindingCase of) {
        boolean refused = of.environment().isEmpty();
        return refused ? "refused" : of.status().label();
    }

    private String word(FindingCase of) {
        return switch (of.status()) {
            case FIXED -> "fixed";
            case WAITING -> "waits for a person";
            case FAILED -> "not fixed";
            case DECLINED -> "left as it is";
            case UNDONE -> "taken back";
            case SUPPRESSED -> "suppressed";
            case REPORTED -> of.environment().isEmpty() ? "refused" : "reported";
            case OPEN -> "open";
        };
    }

    private static Notice.Severity severity(FindingCase of) {
        return switch (of.status()) {
            case FAILED -> Notice.Severity.ERROR;
            case FIXED, UNDONE, SUPPRESSED, OPEN -> Notice.Severity.INFO;
            case WAITING, REPORTED, DECLINED ->
                switch (of.severity()) {
                    case LOW -> Notice.Severity.INFO;
                    case MEDIUM -> Notice.Severity.WARNING;
                    case HIGH, CRITICAL -> Notice.Severity.ERROR;
                };
        };
    }

    private URI link(FindingCase of) {
        Finding finding = binder.read(binder.parse(of.finding()), Finding.class);
        String region = of.target().region();
        return switch (finding.source()) {
            case GUARDDUTY -> Console.guardDuty(region, finding.id());
            case CONFIG -> Console.rule(region, finding.id());
        };
    }
}
