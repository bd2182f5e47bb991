package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.notices.Notice;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.tasks.binding.Binder;

/** Tells people that they are asked, with the commands that answer. */
public final class QuestionNotices implements QuestionTeller {

    private static final String KIND = "approval-asked";
    private static final int VERSION = 1;
    private static final int COMMIT_DIGITS = 10;

    private final Notices notices;
    private final String topic;
    private final String organization;
    private final Binder binder;

    /**
     * Creates the teller.
     *
     * @param topic ARN of the topic for deployments
     */
    public QuestionNotices(Notices notices, String topic, String organization, Binder binder) {
        this.notices = requireNonNull(notices, "notices is null");
        this.topic = requireNonNull(topic, "topic is null");
        this.organization = requireNonNull(organization, "organization is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /**
     * A question as a program reads it: the last line of the message. Documented in docs/reference/messages.md.
     *
     * @param version version of this form
     * @param kind what it is about
     * @param organization name of the organisation
     * @param run id of the run
     * @param commit the commit
     * @param environment the environment
     * @param account account id
     * @param region region
     * @param stack the stack's name in the estate
     * @param digest digest of the changes
     * @param changes how much would change, in a few words
     * @param text what is dangerous
     * @param expiresAt until when it may be answered, ISO 8601
     * @param approve the command that approves
     * @param reject the command that rejects
     */
    record Document(
            int version,
            String kind,
            String organization,
            String run,
            String commit,
            String environment,
            String account,
            String region,
            String stack,
            String digest,
            String changes,
            String text,
            String expiresAt,
            String approve,
            String reject) {

        private static Document of(String organization, Question question) {
            return new Document(
                    VERSION,
                    KIND,
                    organization,
                    question.run(),
                    question.commit(),
                    question.environment(),
                    question.stack().target().account(),
                    question.stack().target().region(),
                    question.stack().stack(),
                    question.digest(),
                    question.changes(),
                    question.text(),
                    question.expiresAt().toString(),
                    question.command("approve"),
                    question.command("reject"));
        }
    }

    @Override
    public void tell(Question question) {
        String message = text(question) + "\n\n" + binder.text(Document.of(organization, question));
        notices.publish(
                topic,
                new Notice(
                        organization + ": " + question.place() + " waits for an approval",
                        message,
                        question.environment(),
                        Notice.Severity.WARNING,
                        KIND));
    }

    private String text(Question question) {
        String commit = question.commit()
                .substring(0, Math.min(COMMIT_DIGITS, question.commit().length()));
        return """
                %s: commit %s wants to change stack %s (account %s)%s, and a person has to say so first.

                %s

                  %s
                  %s

                It waits until %s. A newer commit makes it void. What does not need this stack goes on.""".formatted(
                        organization,
                        commit,
                        question.place(),
                        question.stack().target().account(),
                        question.changes().isEmpty() ? "" : ": " + question.changes(),
                        question.text(),
                        question.command("approve"),
                        question.command("reject"),
                        question.expiresAt());
    }
}
