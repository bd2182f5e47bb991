package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.failure.Retryable;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The cases: what findings came, what was done about them, when. */
public final class Cases {

    private static final int MONTHS = 3;
    private static final int TRIES = 8;
    private static final String OURS = "#attempt = :attempt AND #owner = :owner";

    private final Table table;

    Cases(Table table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Returns a case, or nothing where there is none of that id. */
    public Optional<FindingCase> find(String id) {
        return table.get(Key.finding(id)).map(item -> CaseItems.read(id, item));
    }

    /** Returns the cases that were opened last, the newest first. One query for each month, one read for each case. */
    public List<FindingCase> recent(Instant now, int count) {
        List<String> ids = new ArrayList<>();
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        for (int back = 0; back < MONTHS && ids.size() < count; back++) {
            table.last(Key.caseMonth(month.minusMonths(back)), count - ids.size()).stream()
                    .map(item -> item.text("case"))
                    .filter(id -> !ids.contains(id))
                    .forEach(ids::add);
        }
        Map<String, Optional<FindingCase>> read = Parallel.read(ids, this::find);
        return ids.stream().map(read::get).flatMap(Optional::stream).toList();
    }

    /**
     * Notes that a finding arrived. The first to come opens the case and works on it; who comes later joins it.
     * Repeated by the same execution, the answer is the same. A finding that was seen after its case had been judged
     * opens the next attempt, more severe where it returns soon after it had been fixed; one that was seen before then
     * says nothing new, however late it arrives.
     *
     * @param fresh the case as it would be opened
     * @param coolDown what is soon
     * @param dead whether an execution works no more; its case is taken over
     */
    public Arrival arrive(FindingCase fresh, Duration coolDown, Predicate<String> dead) {
        for (int tries = 0; tries < TRIES; tries++) {
            Written written = table.write(CaseItems.opened(fresh, 1, false).when("attribute_not_exists(#attempt)"));
            Optional<Arrival> arrival = written.done()
                    ? Optional.of(opened(fresh.id(), written, false))
                    : again(fresh, CaseItems.read(fresh.id(), written.item()), coolDown, dead);
            if (arrival.isPresent()) {
                return arrival.get();
            }
        }
        throw new Retryable("Many findings of the case " + fresh.id() + " arrive at once.");
    }

    private Optional<Arrival> again(FindingCase fresh, FindingCase known, Duration coolDown, Predicate<String> dead) {
        if (known.owner().equals(fresh.owner())) {
            // It may have been stopped between the two writes, or after it had seen that nothing is wrong.
            list(known);
            return Optional.of(new Arrival.Opened(known, false));
        }
        if (!known.status().ended()) {
            return dead.test(known.owner()) ? takeOver(fresh, known) : join(fresh, known);
        }
        Instant ended = known.time("ended").orElse(known.openedAt());
        boolean soon = fresh.seenAt().isBefore(ended.plus(coolDown));
        if (!fresh.seenAt().isAfter(known.judgedAt()) || (soon && known.status().settled())) {
            return join(fresh, known);
        }
        return open(fresh, known.attempt(), soon && known.status() == CaseStatus.FIXED);
    }

    private Optional<Arrival> open(FindingCase fresh, long before, boolean returned) {
        Written written = table.write(CaseItems.opened(fresh, before + 1, returned)
                .bind("before", Values.number(before))
                .when("#attempt = :before"));
        return written.done() ? Optional.of(opened(fresh.id(), written, returned)) : Optional.empty();
    }

    private Arrival opened(String id, Written written, boolean returned) {
        FindingCase opened = CaseItems.read(id, written.item());
        list(opened);
        return new Arrival.Opened(opened, returned);
    }

    /** Puts a case where it is found by its time; may be repeated. */
    private void list(FindingCase opened) {
        table.write(Write.to(Key.caseListing(opened.openedAt(), opened.id()))
                .set("case", Values.text(opened.id()))
                .set("ttl", Values.expiry(opened.openedAt())));
    }

    private Optional<Arrival> takeOver(FindingCase fresh, FindingCase known) {
        Written written = table.write(Write.to(Key.finding(known.id()))
                .set("owner", Values.text(fresh.owner()))
                .add("count", Values.number(1))
                .bind("attempt", Values.number(known.attempt()))
                .bind("dead", Values.text(known.owner()))
                .when("#attempt = :attempt AND #owner = :dead"));
        if (!written.done()) {
            return Optional.empty();
        }
        FindingCase ours = CaseItems.read(known.id(), written.item());
        list(ours);
        return Optional.of(new Arrival.Opened(ours, false));
    }

    private Optional<Arrival> join(FindingCase fresh, FindingCase known) {
        Instant seen = fresh.seenAt().isAfter(known.seenAt()) ? fresh.seenAt() : known.seenAt();
        Written written = table.write(Write.to(Key.finding(known.id()))
                .set("seenAt", Values.instant(seen))
                .add("count", Values.number(1))
                .bind("attempt", Values.number(known.attempt()))
                .bind("status", Values.text(known.status().label()))
                .when("#attempt = :attempt AND #status = :status"));
        return written.done()
                ? Optional.of(new Arrival.Joined(CaseItems.read(known.id(), written.item())))
                : Optional.empty();
    }

    /**
     * Writes a case as it stands for the execution that works on it: how far it is, what was found out and done, when.
     * Does nothing for one that works on it no more. Returns whether it was written.
     */
    public boolean note(FindingCase of) {
        Write write = Write.to(Key.finding(of.id()))
                .set("status", Values.text(of.status().label()));
        of.texts().forEach((fact, text) -> write.set(CaseItems.FACT + fact, Values.text(text)));
        of.times().forEach((step, at) -> write.set(CaseItems.AT + step, Values.instant(at)));
        if (of.status().ended()) {
            write.remove("token");
        }
        return table.write(ours(write, of)).done();
    }

    /** Notes which token wakes the execution that waits for a person. */
    public boolean await(FindingCase of, String token) {
        return table.write(ours(
                        Write.to(Key.finding(of.id()))
                                .set("status", Values.text(CaseStatus.WAITING.label()))
                                .set("token", Values.text(token)),
                        of))
                .done();
    }

    /**
     * Notes what a person answered to a case that waits, and returns the token that wakes its execution; nothing where
     * it does not wait for an answer to these steps.
     *
     * @param digest the digest of the steps that the person has seen
     * @param person who, as AWS knows them
     * @param because why
     */
    public Optional<String> answer(FindingCase of, String digest, boolean approved, Signer person, String because) {
        Write write = said(of, digest, CaseStatus.WAITING, person, because)
                .set("fact/" + Facts.APPROVED.label(), Values.text(approved ? digest : ""));
        Written written = table.write(write);
        return written.done() ? CaseItems.read(of.id(), written.item()).waiting() : Optional.empty();
    }

    /**
     * Notes that a person wants taken back what was done. Only then is it taken back: what an execution is started with
     * is nobody's word. Returns whether there are just these steps to take back.
     *
     * @param digest the digest of the steps that the person has seen
     * @param person who, as AWS knows them
     * @param because why
     */
    public boolean takeBack(FindingCase of, String digest, Signer person, String because) {
        return table.write(said(of, digest, of.status(), person, because)
                        .set("fact/" + Facts.TAKEN_BACK.label(), Values.text(digest)))
                .done();
    }

    private static Write said(FindingCase of, String digest, CaseStatus status, Signer person, String because) {
        return Write.to(Key.finding(of.id()))
                .set("fact/" + Facts.PERSON.label(), Values.text(person.arn()))
                .set("fact/" + Facts.PERSON_ACCOUNT.label(), Values.text(person.account()))
                .set("fact/" + Facts.PERSON_PRINCIPAL.label(), Values.text(person.principal()))
                .set("fact/" + Facts.BECAUSE.label(), Values.text(because))
                .bind("attempt", Values.number(of.attempt()))
                .bind("standing", Values.text(status.label()))
                .bind("seen", Values.text(digest))
                .when("#attempt = :attempt AND #status = :standing AND #digest = :seen")
                .alias("digest", "fact/" + Facts.DIGEST.label());
    }

    /** Gives an ended case to the execution that takes back what was done. Repeated by it, nothing changes. */
    public Optional<FindingCase> reclaim(FindingCase of, String owner) {
        Written written = table.write(Write.to(Key.finding(of.id()))
                .set("owner", Values.text(owner))
                .bind("attempt", Values.number(of.attempt()))
                .bind("status", Values.text(of.status().label()))
                .when("#attempt = :attempt AND #status = :status"));
        return written.done() ? Optional.of(CaseItems.read(of.id(), written.item())) : Optional.empty();
    }

    /**
     * Keeps what the execution that works on a case is about to do for a time only. It is kept beside the case, of
     * which nothing is left once the next attempt is opened, while what was done lasts on.
     *
     * @param steps the steps as a document
     */
    public void keepLasting(FindingCase of, String steps, Instant at) {
        table.write(Write.to(Key.lasting(of.id(), of.owner()))
                .set("steps", Values.text(steps))
                .set("ttl", Values.expiry(at)));
    }

    /** Returns what an execution has done for a time only, or nothing. */
    public Optional<String> lasting(String caseId, String execution) {
        return table.get(Key.lasting(caseId, execution)).map(item -> item.text("steps"));
    }

    private static Write ours(Write write, FindingCase of) {
        return write.bind("attempt", Values.number(of.attempt()))
                .bind("owner", Values.text(of.owner()))
                .when(OURS);
    }
}
