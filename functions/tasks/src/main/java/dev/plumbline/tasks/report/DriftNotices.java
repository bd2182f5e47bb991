package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.notices.Notice;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Tells people of drift that a run has found, and of what was done about it: each finding once. The same again counts
 * up in the ledger and is not told.
 */
public final class DriftNotices {

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
                notices.publish(topic.arn(), notice(run, record, done.get()));
                ledger.drifts().told(record);
            }
        }
    }

    private record Done(String kind, String words, Notice.Severity severity) {}

    /** What there is to tell; nothing of what was not decided, or does not count. */
    private static Optional<Done> done(DriftState state) {
        return Optional.ofNullable(
                switch (state) {
                    case REVERTED -> new Done("drift-reverted", "was put back and verified", Notice.Severity.INFO);
                    case REPORTED ->
                        new Done("drift-reported", "was left, as the policy says", Notice.Severity.WARNING);
                    case ASKED -> new Done("drift-asked", "waits for a person", Notice.Severity.ERROR);
                    case FAILED -> new Done("drift-failed", "could not be put back", Notice.Severity.ERROR);
                    case FOUND, REVERTING, UNCONFIRMED, GONE -> null;
                });
    }

    private Notice notice(Run run, DriftRecord record, Done done) {
        String where = record.environment() + " " + record.target().region() + " " + record.subject();
        String headline = audience.organization() + ": drift in " + where + " " + done.words();
        List<String> lines = record.entries().stream()
                .limit(ENTRIES_TOLD)
                .map(DriftEntry::toString)
                .toList();
        int more = record.entries().size() - lines.size();
        String text = headline + "\n" + (record.reason().isEmpty() ? "" : record.reason() + "\n") + "\n"
                + lines.stream().map(line -> "  " + line).collect(joining("\n"))
                + (more > 0 ? "\n  … and " + more + " more" : "")
                + "\n\nAccount " + record.target().account() + ", run " + run.id() + " (" + run.trigger() + ")."
                + "\nTo see it, and how to keep it: plumbline drift show " + record.environment() + "/"
                + record.target().region() + " " + record.subject();
        DriftDocument document = DriftDocument.of(done.kind(), audience.organization(), run, record);
        return new Notice(
                headline, text + "\n\n" + binder.text(document), record.environment(), done.severity(), done.kind());
    }
}
