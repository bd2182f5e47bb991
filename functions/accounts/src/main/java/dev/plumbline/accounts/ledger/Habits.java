package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** How the playbooks fare in each account: what a circuit breaker goes by. */
public final class Habits {

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH").withZone(ZoneOffset.UTC);
    private static final long HOUR_SECONDS = 3_600;
    private static final long DAY_SECONDS = 24 * HOUR_SECONDS;

    private final Table table;

    Habits(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Notes that a playbook works on a case, and returns how many cases of the account it worked on in that hour. */
    public int works(String playbook, String account, String caseId, Instant now) {
        return add(
                Key.habit(playbook, account, "HOUR#" + HOUR.format(now)), caseId, now.getEpochSecond() + DAY_SECONDS);
    }

    /** Notes that a playbook did not fix a case, and returns of how many cases of the account that is known. */
    public int fails(String playbook, String account, String caseId, Instant now) {
        return add(Key.habit(playbook, account, "FAILED"), caseId, now.getEpochSecond() + 7 * DAY_SECONDS);
    }

    /** Returns of how many cases it is known that a playbook did not fix them. */
    public int failed(String playbook, String account) {
        return table.get(Key.habit(playbook, account, "FAILED"))
                .map(item -> item.set("cases").size())
                .orElse(0);
    }

    /** Forgets the failures of a playbook: it has fixed a case that a person let it try. */
    public void forgive(String playbook, String account) {
        table.write(Write.to(Key.habit(playbook, account, "FAILED")).remove("cases"));
    }

    private int add(Key key, String caseId, long expiry) {
        Written written = table.write(
                Write.to(key).add("cases", Values.set(Set.of(caseId))).set("ttl", Values.number(expiry)));
        return written.item().set("cases").size();
    }
}
