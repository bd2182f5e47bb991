package dev.plumbline.webhook.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.plumbline.webhook.door.Answer;
import dev.plumbline.webhook.signature.Origin;
import dev.plumbline.webhook.signature.Provider;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The door's log: one line of ASCII JSON for each delivery. What senders write stands in it only as an escaped and
 * shortened value, so that no branch name or header can forge a line or paint on a terminal. Bodies and signatures
 * never stand in it.
 */
public final class Journal {

    private static final JsonFactory ASCII =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final int VALUE_LENGTH = 300;

    private final Consumer<String> lines;
    private final InstantSource clock;

    /**
     * Creates a journal.
     *
     * @param lines takes each line, without a line break
     */
    public Journal(Consumer<String> lines, InstantSource clock) {
        this.lines = requireNonNull(lines, "lines is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Notes what followed from an authentic delivery. */
    public void answered(Provider provider, String event, Answer answer) {
        Map<String, String> entry = entry("INFO", "a delivery was answered");
        entry.put("provider", provider.key());
        entry.put("event", event);
        answered(entry, answer);
    }

    /** Notes what followed from an event of CodeCommit. */
    public void answered(Answer answer) {
        Map<String, String> entry = entry("INFO", "an event was answered");
        entry.put("provider", "codecommit");
        answered(entry, answer);
    }

    /** Notes a delivery whose origin is not proven: the class of its cause, without a word of it. */
    public void refused(Origin.Unproven unproven) {
        Map<String, String> entry = entry("WARN", "a delivery was refused: its origin is not proven");
        if (unproven.claimedOrNull() != null) {
            entry.put("provider", unproven.claimedOrNull().key());
        }
        entry.put("cause", unproven.why().words());
        write(entry);
    }

    /** Notes a request by another method, or to another path, than deliveries have. */
    public void misdirected(String method, String path) {
        Map<String, String> entry = entry("WARN", "a request was refused: deliveries are taken by POST at /");
        entry.put("method", method);
        entry.put("path", path);
        write(entry);
    }

    /** Notes a delivery that is larger than any that Lambda takes. */
    public void tooLarge() {
        write(entry("WARN", "a delivery was refused: it is too large"));
    }

    /** Notes an authentic delivery that is not what its event says. */
    public void unreadable(Provider provider, String event, String why) {
        Map<String, String> entry = entry("WARN", "a delivery could not be read");
        entry.put("provider", provider.key());
        entry.put("event", event);
        entry.put("reason", why);
        write(entry);
    }

    /** Notes a failure of our own, with where it happened. */
    public void failed(Throwable thrown) {
        Map<String, String> entry = entry("ERROR", "a delivery could not be handled");
        entry.put("error", thrown.getClass().getName());
        entry.put("reason", String.valueOf(thrown.getMessage()));
        StackTraceElement[] trace = thrown.getStackTrace();
        entry.put("at", trace.length == 0 ? "" : trace[0].toString());
        write(entry);
    }

    private void answered(Map<String, String> entry, Answer answer) {
        switch (answer) {
            case Answer.Pong _ -> entry.put("outcome", "pong");
            case Answer.Started started -> outcome(entry, "started", "run", started.run());
            case Answer.Repeated repeated -> outcome(entry, "repeated", "run", repeated.run());
            case Answer.Ignored ignored -> outcome(entry, "ignored", "reason", ignored.reason());
        }
        write(entry);
    }

    private static void outcome(Map<String, String> entry, String outcome, String name, String value) {
        entry.put("outcome", outcome);
        entry.put(name, value);
    }

    private Map<String, String> entry(String level, String message) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("timestamp", clock.instant().toString());
        entry.put("level", level);
        entry.put("message", message);
        return entry;
    }

    private void write(Map<String, String> entry) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = ASCII.createGenerator(line)) {
            json.writeStartObject();
            for (Map.Entry<String, String> field : entry.entrySet()) {
                json.writeStringField(field.getKey(), shortened(field.getValue()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.accept(line.toString());
    }

    private static String shortened(String value) {
        return value.length() <= VALUE_LENGTH ? value : value.substring(0, VALUE_LENGTH) + "…";
    }
}
