package dev.plumbline.accounts.ledger;

import dev.plumbline.estate.Severity;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes the items of cases. */
final class CaseItems {

    static final String FACT = "fact/";
    static final String AT = "at/";

    private CaseItems() {}

    /** The write that opens an attempt; of an earlier one nothing is left but its place in the list. */
    static Write opened(FindingCase fresh, long attempt, boolean returned) {
        Severity severity = returned ? fresh.severity().raised() : fresh.severity();
        Write write = Write.to(Key.finding(fresh.id()))
                .set("attempt", Values.number(attempt))
                .set("account", Values.text(fresh.target().account()))
                .set("region", Values.text(fresh.target().region()))
                .set("environment", Values.text(fresh.environment()))
                .set("playbook", Values.text(fresh.playbook()))
                .set("type", Values.text(fresh.type()))
                .set("resource", Values.text(fresh.resource()))
                .set("severity", Values.text(severity.word()))
                .set("finding", Values.text(fresh.finding()))
                .set("status", Values.text(CaseStatus.OPEN.label()))
                .set("owner", Values.text(fresh.owner()))
                .set("openedAt", Values.instant(fresh.openedAt()))
                .set("seenAt", Values.instant(fresh.seenAt()))
                .add("count", Values.number(1))
                .set("ttl", Values.expiry(fresh.openedAt()));
        fresh.times().forEach((step, at) -> write.set(AT + step, Values.instant(at)));
        fresh.texts().forEach((fact, text) -> write.set(FACT + fact, Values.text(text)));
        if (attempt > 1) {
            forget(write, fresh);
        }
        return write;
    }

    private static void forget(Write write, FindingCase fresh) {
        write.remove("token");
        for (String step : new String[] {"correlated", "decided", "asked", "acted", "verified", "ended", "undone"}) {
            if (!fresh.times().containsKey(step)) {
                write.remove(AT + step);
            }
        }
        for (FindingCase.Facts fact : FindingCase.Facts.values()) {
            if (!fresh.texts().containsKey(fact.label())) {
                write.remove(FACT + fact.label());
            }
        }
    }

    static FindingCase read(String id, Item item) {
        return new FindingCase(
                id,
                item.number("attempt"),
                new TargetKey(item.text("account"), item.text("region")),
                item.text("environment"),
                item.text("playbook"),
                item.text("type"),
                item.text("resource"),
                Severity.of(item.text("severity")).orElse(Severity.MEDIUM),
                item.text("finding"),
                CaseStatus.of(item.text("status")),
                item.text("owner"),
                item.instant("openedAt"),
                item.instant("seenAt"),
                item.number("count"),
                item.text("token"),
                texts(item),
                times(item));
    }

    private static SortedMap<String, String> texts(Item item) {
        TreeMap<String, String> texts = new TreeMap<>();
        item.names(FACT).forEach(name -> texts.put(name.substring(FACT.length()), item.text(name)));
        return texts;
    }

    private static SortedMap<String, Instant> times(Item item) {
        TreeMap<String, Instant> times = new TreeMap<>();
        item.names(AT).forEach(name -> times.put(name.substring(AT.length()), item.instant(name)));
        return times;
    }
}
