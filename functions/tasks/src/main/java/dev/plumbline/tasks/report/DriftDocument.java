package dev.plumbline.tasks.report;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import java.util.List;

/**
 * Drift as a program reads it: the last line of a message. Documented in docs/reference/messages.md.
 *
 * @param version version of this form
 * @param kind what was done about it
 * @param organization name of the organisation
 * @param environment name of the environment
 * @param account account id
 * @param region region
 * @param stack the stack's name in the estate; {@code (settings)} for settings
 * @param digest the same for the same drift
 * @param run the run that found it
 * @param trigger what set that off
 * @param firstAt when it was found first, ISO 8601
 * @param reason why what was done was done; often empty
 * @param entries what differs
 * @param expiresAt until when a person may answer, ISO 8601; empty where nobody is asked
 * @param approve the command that lets it be put back; empty where nobody is asked
 * @param reject the command that leaves it as it is; empty where nobody is asked
 */
record DriftDocument(
        int version,
        String kind,
        String organization,
        String environment,
        String account,
        String region,
        String stack,
        String digest,
        String run,
        String trigger,
        String firstAt,
        String reason,
        List<DriftEntry> entries,
        String expiresAt,
        String approve,
        String reject) {

    private static final int VERSION = 1;
    private static final int ENTRIES = 200;

    static DriftDocument of(String kind, String organization, Run run, DriftRecord record) {
        return new DriftDocument(
                VERSION,
                kind,
                organization,
                record.environment(),
                record.target().account(),
                record.target().region(),
                record.subject(),
                record.digest(),
                run.id(),
                run.trigger(),
                record.firstAt().toString(),
                record.reason(),
                record.entries().stream().limit(ENTRIES).toList(),
                "",
                "",
                "");
    }

    /** Returns the same with the commands that answer a question about it. */
    DriftDocument asking(Question question) {
        return new DriftDocument(
                version,
                kind,
                organization,
                environment,
                account,
                region,
                stack,
                digest,
                run,
                trigger,
                firstAt,
                reason,
                entries,
                question.expiresAt().toString(),
                question.command("approve"),
                question.command("reject"));
    }
}
