package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.TargetNote;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A run as it is told.
 *
 * @param organization name of the organisation
 * @param run id of the run
 * @param trigger what set it off
 * @param commit the commit, empty where none was taken up
 * @param outcome how it ended
 * @param reason why; often empty
 * @param took how long it took
 * @param lines what was done to each stack
 * @param targets how the work on each target ended
 * @param notes what else there is to say of the targets
 * @param requests what was asked of all accounts
 * @param questions what people were asked, and what they answered
 */
record Summary(
        String organization,
        String run,
        String trigger,
        String commit,
        Outcome outcome,
        String reason,
        Duration took,
        List<Line> lines,
        List<TargetOutcome> targets,
        List<TargetNote> notes,
        RequestCounts requests,
        List<Question> questions) {

    private static final int LINES_TOLD = 200;
    private static final int TARGETS_TOLD = 20;

    /** Checks that nothing is missing and copies the lists. */
    Summary {
        requireNonNull(organization, "organization is null");
        requireNonNull(run, "run is null");
        requireNonNull(trigger, "trigger is null");
        requireNonNull(commit, "commit is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(took, "took is null");
        lines = List.copyOf(lines);
        targets = List.copyOf(targets);
        notes = List.copyOf(notes);
        requireNonNull(requests, "requests is null");
        questions = List.copyOf(questions);
    }

    /** Returns the environments whose stacks were worked on. */
    SortedSet<String> environments() {
        SortedSet<String> environments = new TreeSet<>();
        lines.forEach(line -> environments.add(line.environment()));
        return environments;
    }

    /** Returns one sentence that says it all. */
    String headline() {
        if (commit.isEmpty() && outcome == Outcome.DEPLOYED) {
            return "run " + run + " has put right and verified " + counted(lines.size(), "stack") + " in "
                    + String.join(", ", environments());
        }
        String what = commit.isEmpty() ? "run " + run : "commit " + commit.substring(0, Math.min(10, commit.length()));
        return switch (outcome) {
            case DEPLOYED, REMOVED ->
                what + " is deployed and verified: " + counted(lines.size(), "stack") + " in "
                        + String.join(", ", environments());
            case UNCHANGED -> what + " changes nothing";
            case INVALID -> what + " is invalid, nothing was deployed";
            case OVERTAKEN -> what + " was overtaken by a newer one";
            case UNHEALTHY, FAILED, STALLED, SKIPPED -> what + " is not deployed everywhere" + trouble();
        };
    }

    private String trouble() {
        String trouble = Stream.of(
                        troubled().isEmpty() ? "" : counted(troubled().size(), "stack") + " in trouble",
                        unreachable().isEmpty()
                                ? ""
                                : counted(unreachable().size(), "target") + " that could not be looked into")
                .filter(part -> !part.isEmpty())
                .collect(joining(", "));
        return trouble.isEmpty() ? "" : ": " + trouble;
    }

    /** Returns the text for people. */
    String text() {
        Stream<String> head = Stream.concat(
                Stream.of(organization + ": " + headline(), reason),
                Stream.concat(notTold(), Stream.of("Run " + run + " (" + trigger + "), " + took.toSeconds() + " s")));
        Stream<String> body = lines.stream().limit(LINES_TOLD).map(Summary::line);
        Stream<String> rest = lines.size() > LINES_TOLD
                ? Stream.of("… and " + (lines.size() - LINES_TOLD) + " more")
                : Stream.empty();
        Stream<String> answers = questions.stream()
                .flatMap(question -> question.answer().stream()
                        .map(answer -> question.place() + " (" + question.changesId() + ") was " + answer));
        Stream<String> price =
                requests.isEmpty() ? Stream.of("No request was sent to any account.") : Stream.of(price());
        Stream<String> told = shortened(notes.stream().map(TargetNote::toString).toList());
        return Stream.of(
                        head,
                        Stream.of(""),
                        body,
                        rest,
                        Stream.of(""),
                        told,
                        Stream.of(""),
                        answers,
                        Stream.of(""),
                        price)
                .flatMap(part -> part)
                .collect(joining("\n"))
                .replaceAll("\n{3,}", "\n\n");
    }

    /** Returns the lines of stacks that are not as they should be. */
    List<Line> troubled() {
        return lines.stream().filter(line -> line.verdict() != Verdict.HEALTHY).toList();
    }

    /** Returns the targets that the plan could not look into: no run but its plan ends a target as stalled. */
    List<TargetOutcome> unreachable() {
        return targets.stream()
                .filter(target -> target.outcome() == Outcome.STALLED)
                .toList();
    }

    /** Those of them that the reason does not name, because their waves never began. */
    private Stream<String> notTold() {
        return shortened(unreachable().stream()
                .filter(target -> !reason.contains(target.reason()))
                .map(target -> target.target() + ": " + target.reason())
                .toList());
    }

    private static Stream<String> shortened(List<String> targets) {
        return Stream.concat(
                targets.stream().limit(TARGETS_TOLD),
                targets.size() > TARGETS_TOLD
                        ? Stream.of("… and " + (targets.size() - TARGETS_TOLD) + " more targets")
                        : Stream.empty());
    }

    private String price() {
        return "Requests to the accounts: %d for changes, %d for sessions, %d polls, %d for verification."
                .formatted(
                        requests.total(Purpose.CHANGE),
                        requests.total(Purpose.SESSION),
                        requests.total(Purpose.POLL),
                        requests.total(Purpose.VERIFICATION));
    }

    private static String line(Line line) {
        return "%s %s %s: %s%s, %.1f s, %s%s"
                .formatted(
                        line.environment(),
                        line.stack().target().region(),
                        line.stack().stack(),
                        line.action(),
                        line.changes().isEmpty() ? "" : " " + line.changes(),
                        line.took().toMillis() / 1000.0,
                        line.verdict().label().toLowerCase(Locale.ROOT),
                        line.reason().isEmpty() ? "" : "\n    " + line.reason());
    }

    private static String counted(int count, String noun) {
        return count == 1 ? "1 " + noun : count + " " + noun + "s";
    }
}
