package dev.plumbline.tasks.report;

import dev.plumbline.accounts.ledger.Answer;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.TargetNote;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounts;
import java.util.List;

/**
 * A run as a program reads it: the last line of a message. Documented in docs/reference/messages.md.
 *
 * @param version version of this form
 * @param kind what it is about
 * @param organization name of the organisation
 * @param run id of the run
 * @param trigger what set it off
 * @param commit the commit
 * @param outcome label of the outcome
 * @param reason why; often empty
 * @param millis how long it took
 * @param stacks the stacks that were worked on
 * @param unreachable the targets that could not be looked into
 * @param notes what else there is to say of targets
 * @param requests what was asked of the accounts
 * @param approvals what people were asked, and what they answered
 */
record SummaryDocument(
        int version,
        String kind,
        String organization,
        String run,
        String trigger,
        String commit,
        String outcome,
        String reason,
        long millis,
        List<StackLine> stacks,
        List<UnreachableTarget> unreachable,
        List<Note> notes,
        Requested requests,
        List<Approval> approvals) {

    private static final int VERSION = 1;
    private static final int STACKS = 500;
    private static final int TARGETS = 20;

    /**
     * What was done to a stack.
     *
     * @param environment its environment
     * @param account account id
     * @param region region
     * @param stack its name in the estate
     * @param action what was done
     * @param changes what changed, in a few words
     * @param millis how long it took
     * @param verdict what verification found
     * @param reason why; often empty
     */
    record StackLine(
            String environment,
            String account,
            String region,
            String stack,
            String action,
            String changes,
            long millis,
            String verdict,
            String reason) {

        private static StackLine of(Line line) {
            return new StackLine(
                    line.environment(),
                    line.stack().target().account(),
                    line.stack().target().region(),
                    line.stack().stack(),
                    line.action(),
                    line.changes(),
                    line.took().toMillis(),
                    line.verdict().label(),
                    line.reason());
        }
    }

    /**
     * A target in which nothing was done, because the plan could not look into it.
     *
     * @param account account id
     * @param region region
     * @param reason why, with what to do
     */
    record UnreachableTarget(String account, String region, String reason) {

        private static UnreachableTarget of(TargetOutcome outcome) {
            return new UnreachableTarget(
                    outcome.target().account(), outcome.target().region(), outcome.reason());
        }
    }

    /**
     * What there is to say of a target.
     *
     * @param account account id
     * @param region region
     * @param kind what it is about: {@code silence}, where no event of the target arrives
     * @param text what people read, with what to do
     */
    record Note(String account, String region, String kind, String text) {

        private static Note of(TargetNote note) {
            return new Note(note.target().account(), note.target().region(), note.kind(), note.text());
        }
    }

    /**
     * Numbers of requests by what they were for.
     *
     * @param change for changes
     * @param session for sessions
     * @param poll for asking again
     * @param verification for looking at what was made
     */
    record Requested(long change, long session, long poll, long verification) {

        private static Requested of(RequestCounts counts) {
            return new Requested(
                    counts.total(Purpose.CHANGE),
                    counts.total(Purpose.SESSION),
                    counts.total(Purpose.POLL),
                    counts.total(Purpose.VERIFICATION));
        }
    }

    /**
     * What a person was asked.
     *
     * @param environment its environment
     * @param account account id
     * @param region region
     * @param stack its name in the estate
     * @param digest digest of the changes
     * @param answer label of the answer
     * @param who the ARN of whoever gave it; empty where nobody did
     * @param why the reason
     * @param at when, ISO 8601
     */
    record Approval(
            String environment,
            String account,
            String region,
            String stack,
            String digest,
            String answer,
            String who,
            String why,
            String at) {

        private static Approval of(Question question, Answer answer) {
            return new Approval(
                    question.environment(),
                    question.stack().target().account(),
                    question.stack().target().region(),
                    question.stack().stack(),
                    question.digest(),
                    answer.kind().label(),
                    answer.who().arn(),
                    answer.why(),
                    answer.at().toString());
        }
    }

    static SummaryDocument of(String kind, Summary summary) {
        return new SummaryDocument(
                VERSION,
                kind,
                summary.organization(),
                summary.run(),
                summary.trigger(),
                summary.commit(),
                summary.outcome().label(),
                summary.reason(),
                summary.took().toMillis(),
                summary.lines().stream().limit(STACKS).map(StackLine::of).toList(),
                summary.unreachable().stream()
                        .limit(TARGETS)
                        .map(UnreachableTarget::of)
                        .toList(),
                summary.notes().stream().limit(TARGETS).map(Note::of).toList(),
                Requested.of(summary.requests()),
                summary.questions().stream()
                        .flatMap(question -> question.answer().stream().map(answer -> Approval.of(question, answer)))
                        .toList());
    }
}
