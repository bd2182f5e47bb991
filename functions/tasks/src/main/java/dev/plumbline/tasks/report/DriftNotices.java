package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.notices.Notice;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.approve.QuestionTeller;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Tells people of drift that a run has found, and of what was done about it: each finding once. The same again counts
 * up in the ledger and is not told. What a person has to decide is told when they are asked, with the commands that
 * answer.
 */
public final class DriftNotices implements QuestionTeller {

    private static final int ENTRIES_TOLD = 50;

    private final Ledger ledger;
    private final Notices notices;
    private final DriftTopic topic;
    private final Audience audience;
    private final Binder binder;

    /** Creates the teller. */
    @Inject
    public DriftNotices(Ledger ledger, Notices notices, DriftTopic topic, Audience audience, Binder binder) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.notices = requireNonNull(notices, "notices is null");
        this.topic = requireNonNull(topic, "topic is null");
        this.audience = requireNonNull(audience, "audience is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Tells what a run has found and nobody was told of yet. Killed in between, it tells twice rather than never. */
    void tell(Run run) {
        for (DriftRecord record : ledger.drifts().ofRun(run.id())) {
            Optional<Done> done = done(record.state());
            if (!record.told() && done.isPresent()) {
                notices.publish(topic.arn(), notice(run, record, done.get(), Optional.empty()));
                ledger.drifts().toldBy(run.id(), record);
            }
        }
    }

    /** Tells what a person is asked about, and that they know. */
    @Override
    public void tell(Question question) {
        DriftRecord record = ledger.drifts()
                .find(question.stack().target(), question.stack().stack(), question.drift())
                .orElseThrow(() -> new Stalled("The ledger has lost the drift of stack " + question.stack()
                        + " about which run " + question.run() + " asks. Run again."));
        Run run = ledger.runs()
                .find(question.run())
                .orElseThrow(() -> new Stalled("The ledger has lost run " + question.run() + ". Run again."));
        Notice notice = notice(run, record, ASKED, Optional.of(question));
        notices.publish(topic.arn(), notice);
        ledger.drifts().toldBy(run.id(), record);
    }

    private static final Done ASKED = new Done("drift-asked", "waits for a person", Notice.Severity.ERROR);

    /** What AWS itself has moved is no drift, and nobody calls it so. */
    private static final Done MOVED =
            new Done("drift-moved", "is ahead of what is declared: AWS has moved it", Notice.Severity.INFO);

    private record Done(String kind, String words, Notice.Severity severity) {}

    /** What there is to tell; nothing of what was not decided, or does not count. */
    private static Optional<Done> done(DriftState state) {
        return Optional.ofNullable(
                switch (state) {
                    case REVERTED -> new Done("drift-reverted", "was put back and verified", Notice.Severity.INFO);
                    case REPORTED ->
                        new Done("drift-reported", "was left, as the policy says", Notice.Severity.WARNING);
                    case ASKED -> ASKED;
                    case FAILED -> new Done("drift-failed", "could not be put back", Notice.Severity.ERROR);
                    case MOVED -> MOVED;
                    case FOUND, REVERTING, REJECTED, UNCONFIRMED, GONE -> null;
                });
    }

    private Notice notice(Run run, DriftRecord record, Done done, Optional<Question> asking) {
        String where = record.environment() + " " + record.target().region() + " " + record.subject();
        String what = done.equals(MOVED) ? ": " : ": drift in ";
        String headline = audience.organization() + what + where + " " + done.words();
        List<String> lines = record.entries().stream()
                .limit(ENTRIES_TOLD)
                .map(entry -> line(entry, done))
                .toList();
        int more = record.entries().size() - lines.size();
        String text = headline + "\n" + (record.reason().isEmpty() ? "" : record.reason() + "\n") + "\n"
                + lines.stream().map(line -> "  " + line).collect(joining("\n"))
                + (more > 0 ? "\n  … and " + more + " more" : "")
                + asking.map(DriftNotices::answers).orElse("")
                + "\n\nAccount " + record.target().account() + ", run " + run.id() + " (" + run.trigger() + ")."
                + "\nTo see it, and how to keep it: plumbline drift show " + record.environment() + "/"
                + record.target().region() + " " + record.subject();
        DriftDocument plain = DriftDocument.of(done.kind(), audience.organization(), run, record);
        DriftDocument document = asking.map(plain::asking).orElse(plain);
        return new Notice(
                headline, text + "\n\n" + binder.text(document), record.environment(), done.severity(), done.kind());
    }

    /** A setting has no resource that CloudTrail could be asked about. */
    private static String line(DriftEntry entry, Done done) {
        String nobody = done.equals(MOVED) ? "CloudTrail tells of nobody" : "by whom is not told by CloudTrail";
        String who = entry.changedBy().map(by -> "changed by " + by).orElse(nobody);
        return entry + (entry.physicalId().isEmpty() ? "" : "; " + who);
    }

    private static String answers(Question question) {
        return """


                Approved, the stack is put back whole%s. Rejected, it stays as it is, and nobody is asked again until it
                differs otherwise.

                  %s
                  %s

                It waits until %s. A commit that is deployed there meanwhile makes it void.""".formatted(
                        question.changes().isEmpty() ? "" : ": " + question.changes(),
                        question.command("approve"),
                        question.command("reject"),
                        question.expiresAt());
    }
}
