package dev.plumbline.cli.findings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A case as people and programs read it. What came from outside loses what could steer a terminal.
 *
 * @param of the case
 */
public record CasePage(FindingCase of) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    /** Returns one line of a list. */
    public String line() {
        return "%s  %-16s  %-10s %-8s %-15s %3dx  %s  %s"
                .formatted(
                        MINUTE.format(of.openedAt()),
                        of.id(),
                        of.status().label(),
                        of.severity().word(),
                        of.environment().isEmpty() ? "(none)" : of.environment(),
                        of.count(),
                        plain(of.type()),
                        plain(of.resource()));
    }

    /** Returns everything, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(plain(of.text(Facts.TITLE)));
        lines.add(plain(of.resource()) + " in " + of.target()
                + (of.environment().isEmpty() ? "" : " (" + of.environment() + ")"));
        lines.add("%s, %s, seen %d times, last %s"
                .formatted(of.status().label(), of.severity().word(), of.count(), MINUTE.format(of.seenAt())));
        add(lines, "why", of.text(Facts.REASON));
        add(lines, "playbook", of.playbook());
        add(lines, "owned by the stack", of.text(Facts.STACK));
        add(lines, "decided", of.text(Facts.DECISION));
        add(lines, "by", of.text(Facts.PERSON));
        add(lines, "because", of.text(Facts.BECAUSE));
        for (JsonNode step : steps()) {
            lines.add("  - " + plain(step.path("says").asText()));
            lines.add("      " + step.at("/call/operation").asText() + " "
                    + plain(step.at("/call/parameters").toString()));
        }
        of.times().entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue(Comparator.naturalOrder()))
                .forEach(time -> lines.add("  %-12s %s".formatted(time.getKey(), SECOND.format(time.getValue()))));
        return lines;
    }

    /** Returns it as a document. */
    public ObjectNode document() {
        ObjectNode document = JSON.createObjectNode()
                .put("case", of.id())
                .put("attempt", of.attempt())
                .put("environment", of.environment())
                .put("account", of.target().account())
                .put("region", of.target().region())
                .put("type", of.type())
                .put("severity", of.severity().word())
                .put("resource", of.resource())
                .put("title", of.text(Facts.TITLE))
                .put("status", of.status().label())
                .put("reason", of.text(Facts.REASON))
                .put("playbook", of.playbook())
                .put("stack", of.text(Facts.STACK))
                .put("decision", of.text(Facts.DECISION))
                .put("person", of.text(Facts.PERSON))
                .put("because", of.text(Facts.BECAUSE))
                .put("count", of.count());
        document.set("steps", steps());
        ObjectNode times = document.putObject("times");
        of.times().forEach((step, at) -> times.put(step, at.toString()));
        return document;
    }

    private JsonNode steps() {
        String kept = of.text(Facts.STEPS);
        try {
            return kept.isEmpty() ? JSON.createArrayNode() : JSON.readTree(kept).path("steps");
        } catch (IOException notADocument) {
            throw new UncheckedIOException("the ledger holds something else than steps", notADocument);
        }
    }

    private static void add(List<String> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add("  " + name + ": " + plain(value));
        }
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
    }
}
