package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.Planner;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.estate.source.GitSource;
import dev.plumbline.failure.Invalid;
import dev.plumbline.tasks.approve.Overtaken;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.patch.Declared;
import dev.plumbline.tasks.schedule.Starts;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plans a run. What set it off is only a hint: the head is what Git says. Run twice, it finds its own claim and writes
 * the same documents.
 */
public final class PlanTask {

    private static final int PROBLEMS_TOLD = 10;

    private final LiveRepository repository;
    private final Secrets secrets;
    private final Ledger ledger;
    private final Workflows workflows;
    private final EstateReader reader;
    private final Survey survey;
    private final PlanDocuments documents;
    private final Overtaken overtaken;
    private final Directories directories;
    private final StandingPlans standing;
    private final Starts starts;
    private final Removed removed;
    private final Declared declared;

    /** Creates the task. */
    @Inject
    public PlanTask(
            LiveRepository repository,
            Secrets secrets,
            Ledger ledger,
            Workflows workflows,
            EstateReader reader,
            Survey survey,
            PlanDocuments documents,
            Overtaken overtaken,
            Directories directories,
            StandingPlans standing,
            Starts starts,
            Removed removed,
            Declared declared) {
        this.repository = requireNonNull(repository, "repository is null");
        this.secrets = requireNonNull(secrets, "secrets is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.survey = requireNonNull(survey, "survey is null");
        this.documents = requireNonNull(documents, "documents is null");
        this.overtaken = requireNonNull(overtaken, "overtaken is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.standing = requireNonNull(standing, "standing is null");
        this.starts = requireNonNull(starts, "starts is null");
        this.removed = requireNonNull(removed, "removed is null");
        this.declared = requireNonNull(declared, "declared is null");
    }

    /** Plans it. */
    PlanAnswer plan(PlanInput.Plan input) {
        PlanInput.Wish wish = input.input();
        if (wish.catchesUp()) {
            Optional<PlanAnswer> nothing = nothingMissed(input);
            if (nothing.isPresent()) {
                return nothing.get();
            }
        }
        String reason = wish.reason() == null ? "" : wish.reason();
        ledger.runs().begin(Run.begins(input.run(), wish.trigger(), wish.ref(), input.begunAt(), reason));
        if (!wish.repository().equals(repository.id()) || !wish.ref().equals(repository.branch())) {
            return PlanAnswer.nothing(
                    Outcome.INVALID,
                    "This installation deploys %s of %s, not %s of %s."
                            .formatted(repository.branch(), repository.id(), wish.ref(), wish.repository()));
        }
        try {
            return wish.scope() == null ? head(input) : standing(input, wish.scope());
        } catch (Invalid wrong) {
            return PlanAnswer.nothing(Outcome.INVALID, String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Most of the time no webhook was lost: nobody needs to hear of a run then. Behind a gate nobody vouches for a
     * commit whose word was lost: it is not deployed, and the ledger says what waits for what.
     */
    private Optional<PlanAnswer> nothingMissed(PlanInput.Plan input) {
        String newest = repository.open(secrets).head(repository.branch());
        String ref = input.input().ref();
        Head known = ledger.heads().read(ref);
        if (known.commit().equals(newest) && !known.run().equals(input.run())) {
            if (!known.ungated().isEmpty()) {
                ledger.heads().nothingUngated(ref);
            }
            return Optional.of(PlanAnswer.nothing(
                    Outcome.UNCHANGED, "Run " + known.run() + " has taken up commit " + newest + "."));
        }
        if (repository.gated()) {
            ledger.heads().ungated(ref, newest, input.begunAt());
            return Optional.of(PlanAnswer.nothing(
                    Outcome.UNCHANGED,
                    "Commit " + newest + " waits for its workflow on CircleCI to be green: no word of that has come. "
                            + Head.HOW_TO_GATE));
        }
        return Optional.empty();
    }

    /** Each target again at the revision that stands there: no head is claimed, and none is moved. */
    private PlanAnswer standing(PlanInput.Plan input, PlanInput.Scope scope) {
        GitSource git = repository.open(secrets);
        Head head = ledger.heads().read(input.input().ref());
        Function<String, Reading> reading = commit -> reader.read(git.fetchCommit(commit));
        PlanInput.Patch patch = input.input().patch();
        return patch == null
                ? standing.plan(input, scope, head, reading)
                : standing.patch(input, scope, patch, head, reading);
    }

    private PlanAnswer head(PlanInput.Plan input) {
        GitSource git = repository.open(secrets);
        HeadClaim claim = new HeadClaim(ledger.heads(), workflows);
        return switch (claim.take(input, new GitBranch(git, repository.branch()))) {
            case HeadClaim.Taken.Nothing(Outcome outcome, String reason) -> PlanAnswer.nothing(outcome, reason);
            case HeadClaim.Taken.Commit(String commit) -> {
                ledger.runs().takes(input.run(), commit);
                overtaken.sweep(input.input().ref());
                yield switch (reader.read(git.fetchCommit(commit))) {
                    case Reading.Refused refused -> refused(input, refused);
                    case Reading.Valid(Estate estate) -> planned(input, estate);
                };
            }
        };
    }

    private PlanAnswer refused(PlanInput.Plan input, Reading.Refused refused) {
        documents.problems(input.run(), refused);
        int count = refused.problems().size();
        String told = refused.problems().stream()
                .limit(PROBLEMS_TOLD)
                .map(problem -> "\n" + problem)
                .collect(joining());
        String more = count > PROBLEMS_TOLD ? "\n… and " + (count - PROBLEMS_TOLD) + " more" : "";
        String counted = count == 1 ? "1 problem" : count + " problems";
        return PlanAnswer.nothing(Outcome.INVALID, counted + " in the live repository:" + told + more);
    }

    private PlanAnswer planned(PlanInput.Plan input, Estate estate) {
        Head head = ledger.heads().read(input.input().ref());
        boolean newest = head.commit().equals(estate.commit());
        Directory directory = Directory.of(estate);
        if (newest) {
            directories.find(head.ref()).ifPresent(before -> declared.takeBack(before, directory));
            directories.write(head, directory);
        }
        Plan plan = new Planner().plan(estate);
        String key = documents.plan(input.run(), plan);
        ledger.runs().planned(input.run(), key);
        String schedules = schedules(input.input(), head, plan, key);
        Survey.Found found = survey.survey(plan, input.run());
        if (newest) {
            declared.note(directory, found.states());
        }
        List<Wave> work = new ArrayList<>(new Comparison(found.standings(), found.states()).work(plan));
        work.addAll(removed.after(plan, found));
        if (work.isEmpty()) {
            return new PlanAnswer(
                    Outcome.UNCHANGED.label(),
                    "Every account is as commit " + estate.commit() + " wants it.",
                    List.of(),
                    1,
                    schedules);
        }
        List<PlanAnswer.WaveRef> waves =
                documents.work(input.run(), input.input().ref(), List.of(estate), work, Watch.none());
        return new PlanAnswer("planned", "", waves, plan.concurrency(), schedules);
    }

    /** Schedules that are set already are not asked for, save where a person wants everything looked at. */
    private String schedules(PlanInput.Wish wish, Head head, Plan plan, String key) {
        boolean set = head.schedules().equals(starts.digest(plan.schedules()));
        return set && !wish.byPerson() ? "" : key;
    }
}
