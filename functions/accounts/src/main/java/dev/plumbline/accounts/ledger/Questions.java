package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people are asked, and what they answered. The question itself lies with its run; while it is open, a second item
 * lists it. That item is only a hint: what counts is the question.
 */
public final class Questions {

    private final Table table;

    Questions(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Asks. Repeated, the first question stands, with its time and its answer; returns it as it stands. */
    public Question ask(Question wanted) {
        Written written = table.write(place(Write.to(key(wanted)), wanted)
                .set("environment", Values.text(wanted.environment()))
                .set("ref", Values.text(wanted.ref()))
                .set("commit", Values.text(wanted.commit()))
                .set("text", Values.text(wanted.text()))
                .set("changes", Values.text(wanted.changes()))
                .set("askedAt", Values.instant(wanted.askedAt()))
                .set("expiresAt", Values.instant(wanted.expiresAt()))
                .set("standing", Values.flag(wanted.standing()))
                .set("drift", Values.text(wanted.drift()))
                .set("ttl", Values.expiry(wanted.askedAt()))
                .when("attribute_not_exists(#askedAt)"));
        Question asked = read(written.item());
        if (asked.answer().isEmpty()) {
            table.write(place(Write.to(Key.open(asked.run(), asked.stack(), asked.digest())), asked)
                    .set("ttl", Values.expiry(asked.askedAt())));
        }
        return asked;
    }

    /** Returns the question whether a run may make these changes, or nothing where that was not asked. */
    public Optional<Question> find(String run, StackKey stack, String digest) {
        return table.get(Key.question(run, stack, digest)).map(Questions::read);
    }

    /** Returns all that a run has asked. */
    public List<Question> of(String run) {
        return query(run, Key.QUESTION);
    }

    /** Returns all that a run has asked about a stack. */
    public List<Question> of(String run, StackKey stack) {
        return query(run, Key.questions(stack));
    }

    /**
     * Returns the last question of a run about just this drift; it may have asked before about other changes with it.
     */
    public Optional<Question> onDrift(String run, StackKey stack, String drift) {
        return of(run, stack).stream()
                .filter(question -> question.drift().equals(drift))
                .reduce((earlier, later) -> later.askedAt().isBefore(earlier.askedAt()) ? earlier : later);
    }

    /** Returns the questions of all runs that nobody has answered. One query, and one request for each of them. */
    public List<Question> open() {
        return table.query(Key.OPEN, "").stream()
                .map(item -> find(item.text("run"), stack(item), item.text("digest")))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Notes which task waits for the answer; returns the question as it stands then. */
    public Question await(Question asked, String taskToken) {
        return read(table.write(Write.to(key(asked))
                        .set("token", Values.text(taskToken))
                        .when("attribute_exists(#askedAt)"))
                .item());
    }

    /** Answers, unless there is an answer: the first one stays. Returns the question as it stands then. */
    public Question answer(Question asked, Answer answer) {
        return read(table.write(Write.to(key(asked))
                        .set("answer", Values.text(answer.kind().label()))
                        .set("who", Values.text(answer.who().arn()))
                        .set("whoseAccount", Values.text(answer.who().account()))
                        .set("principal", Values.text(answer.who().principal()))
                        .set("why", Values.text(answer.why()))
                        .set("answeredAt", Values.instant(answer.at()))
                        .when("attribute_exists(#askedAt) AND attribute_not_exists(#answer)"))
                .item());
    }

    /** Lists a question no longer among the open ones. To be called once whoever waited for the answer has it. */
    public void close(Question answered) {
        table.delete(Write.to(Key.open(answered.run(), answered.stack(), answered.digest()))
                .bind("mine", Values.text(answered.run()))
                .when("#run = :mine"));
    }

    private List<Question> query(String run, String prefix) {
        return table.query(Key.runs(run), prefix).stream().map(Questions::read).toList();
    }

    private static Key key(Question question) {
        return Key.question(question.run(), question.stack(), question.digest());
    }

    private static Write place(Write write, Question question) {
        return write.set("run", Values.text(question.run()))
                .set("account", Values.text(question.stack().target().account()))
                .set("region", Values.text(question.stack().target().region()))
                .set("stack", Values.text(question.stack().stack()))
                .set("digest", Values.text(question.digest()));
    }

    private static StackKey stack(Item item) {
        return new StackKey(new TargetKey(item.text("account"), item.text("region")), item.text("stack"));
    }

    static Question read(Item item) {
        return new Question(
                item.text("run"),
                stack(item),
                item.text("digest"),
                item.text("environment"),
                item.text("ref"),
                item.text("commit"),
                item.text("text"),
                item.text("changes"),
                item.instant("askedAt"),
                item.instant("expiresAt"),
                item.flag("standing"),
                item.text("drift"),
                answer(item),
                item.find("token").orElse(null));
    }

    private static @Nullable Answer answer(Item item) {
        return item.find("answer")
                .map(label -> new Answer(
                        Label.read(Answer.Kind.class, label),
                        new Signer(item.text("who"), item.text("whoseAccount"), item.text("principal")),
                        item.text("why"),
                        item.instant("answeredAt")))
                .orElse(null);
    }
}
