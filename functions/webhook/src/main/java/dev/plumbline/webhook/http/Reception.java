package dev.plumbline.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.webhook.door.Answer;
import dev.plumbline.webhook.door.Door;
import dev.plumbline.webhook.payload.Message;
import dev.plumbline.webhook.payload.Payloads;
import dev.plumbline.webhook.payload.Unreadable;
import dev.plumbline.webhook.signature.Authenticator;
import dev.plumbline.webhook.signature.Delivery;
import dev.plumbline.webhook.signature.Origin;
import dev.plumbline.webhook.signature.Provider;
import dev.plumbline.webhook.signature.Refusal;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes a delivery in: first who sent it, then what it says, then what follows. One place turns failures into problems.
 */
public final class Reception {

    private static final byte[] FORM = "payload=".getBytes(UTF_8);

    private final Authenticator authenticator;
    private final Door door;
    private final Journal journal;

    /** Creates the reception. */
    public Reception(Authenticator authenticator, Door door, Journal journal) {
        this.authenticator = requireNonNull(authenticator, "authenticator is null");
        this.door = requireNonNull(door, "door is null");
        this.journal = requireNonNull(journal, "journal is null");
    }

    /** Returns the reply to a delivery; never throws. */
    public Reply receive(Delivery delivery) {
        try {
            return switch (authenticator.authenticate(delivery)) {
                case Origin.Proven(Provider provider) -> authentic(provider, delivery);
                case Origin.Unproven unproven -> refuse(unproven);
            };
        } catch (Failure e) {
            journal.failed(e);
            return Reply.of(
                    switch (e) {
                        case Retryable _, Waiting _ -> Problem.BUSY;
                        case Stalled _, Invalid _ -> Problem.BROKEN;
                    });
        } catch (RuntimeException e) {
            journal.failed(e);
            return Reply.of(Problem.BROKEN);
        }
    }

    private Reply authentic(Provider provider, Delivery delivery) {
        String event = delivery.headers().get(provider.eventHeader()).orElseThrow();
        if (isForm(delivery)) {
            journal.unreadable(provider, event, Problem.NOT_JSON.detail());
            return Reply.of(Problem.NOT_JSON);
        }
        try {
            Message message = Payloads.read(provider, event, delivery.body());
            Answer answer = door.answer(message, delivery.id());
            journal.answered(provider, event, answer);
            return Reply.of(answer);
        } catch (Unreadable e) {
            String detail = Optional.ofNullable(e.getMessage()).orElse("");
            journal.unreadable(provider, event, detail);
            return Reply.of(Problem.unreadable(detail));
        }
    }

    /** Refuses a delivery without a body, or with one that is not what it is announced as. */
    Reply withoutBody() {
        return refuse(new Origin.Unproven(null, Refusal.MALFORMED));
    }

    /** Sends away what knocks elsewhere. */
    Reply misdirected(String method, String path) {
        journal.misdirected(method, path);
        return Reply.of(Problem.NOT_FOUND);
    }

    /** Refuses a delivery that is too large to be read. */
    Reply tooLarge() {
        journal.tooLarge();
        return Reply.of(Problem.TOO_LARGE);
    }

    /** The log says why, the answer never does. */
    private Reply refuse(Origin.Unproven unproven) {
        journal.refused(unproven);
        return Reply.of(Problem.UNAUTHENTICATED);
    }

    /** A form proves its origin as well as JSON does, but it is not read: its sender can be told to send JSON. */
    private static boolean isForm(Delivery delivery) {
        return delivery.body().length >= FORM.length
                && Arrays.equals(delivery.body(), 0, FORM.length, FORM, 0, FORM.length);
    }
}
