package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.Planner;
import dev.plumbline.estate.plan.Ruling;
import dev.plumbline.estate.plan.Softenings;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.tasks.approve.Overtaken;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.patch.DeclaredVersions;
import dev.plumbline.tasks.rules.Commits;
import dev.plumbline.tasks.rules.DeployedRules;
import dev.plumbline.tasks.schedule.Starts;
import dev.plumbline.tasks.wave.Told;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans the head of the branch for every target. What set the run off is only a hint: the head is what Git says. Run
 * twice, it finds its own claim and writes the same documents.
 */
public final class HeadPlans {

    private static final int PROBLEMS_TOLD = 10;

    private final Ledger ledger;
    private final Workflows workflows;
    private final Survey survey;
    private final PlanDocuments documents;
    private final Overtaken overtaken;
    private final Directories directories;
    private final Starts starts;
    private final Removed removed;
    private final UnreachableTargets unreachable;
    private final DeclaredVersions declaredVersions;
    private final DeployedRules rules;

    /** Creates it. */
    @Inject
    public HeadPlans(
            Ledger ledger,
            Workflows workflows,
            Survey survey,
            PlanDocuments documents,
            Overtaken overtaken,
            Directories directories,
            Starts starts,
            Removed removed,
            UnreachableTargets unreachable,
            DeclaredVersions declaredVersions,
            DeployedRules rules) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.survey = requireNonNull(survey, "survey is null");
        this.documents = requireNonNull(documents, "documents is null");
        this.overtaken = requireNonNull(overtaken, "overtaken is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.starts = requireNonNull(starts, "starts is null");
        this.removed = requireNonNull(removed, "removed is null");
        this.unreachable = requireNonNull(unreachable, "unreachable is null");
        this.declaredVersions = requireNonNull(declaredVersions, "declaredVersions is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    /**
     * Claims the head and plans it, where it is not another run's.
     *
     * @param branch the branch as Git has it
     */
    PlanAnswer plan(PlanInput.Plan input, HeadClaim.Branch branch, Commits commits) {
        HeadClaim claim = new HeadClaim(ledger.heads(), workflows);
        return switch (claim.take(input, branch)) {
            case HeadClaim.Taken.Nothing(Outcome outcome, String reason) -> PlanAnswer.nothing(outcome, reason);
            case HeadClaim.Taken.Commit(String commit) -> {
                ledger.runs().takes(input.run(), commit);
                overtaken.sweep(input.input().ref());
                Head head = ledger.heads().read(input.input().ref());
                DeployedRules.OfBranch deployed = rules.of(head, commits);
                yield switch (commits.wanted(commit, deployed.everywhere())) {
                    case Reading.Refused refused -> refused(input, refused);
                    case Reading.Valid(Estate estate) -> planned(input, estate, head, deployed);
                };
            }
        };
    }

    private PlanAnswer refused(PlanInput.Plan input, Reading.Refused refused) {
        documents.problems(input.run(), refused);
        int count = refused.problems().size();
        String told = refused.problems().stream()
                .limit(PROBLEMS_TOLD)
                .map(problem -> "\n" + Told.cut(problem.toString()))
                .collect(joining());
        String more = count > PROBLEMS_TOLD ? "\n… and " + (count - PROBLEMS_TOLD) + " more" : "";
        String counted = count == 1 ? "1 problem" : count + " problems";
        return PlanAnswer.nothing(Outcome.INVALID, counted + " in the live repository:" + told + more);
    }

    /** What is planned is judged by the rules that are deployed, never by those of the commit alone. */
    private PlanAnswer planned(PlanInput.Plan input, Estate estate, Head head, DeployedRules.OfBranch deployed) {
        boolean newest = head.commit().equals(estate.commit());
        Directory directory = Directory.of(estate);
        if (newest) {
            directories.find(head.ref()).ifPresent(before -> declaredVersions.takeBack(before, directory));
            directories.write(head, directory);
        }
        rules.note(estate);
        Plan stated = new Planner().plan(estate);
        Survey.Found found = survey.survey(stated, input.run(), input.attempt());
        Ruling ruling = deployed.ruling(found.states().values());
        Plan plan = ruling.over(stated);
        String key = documents.plan(input.run(), plan);
        ledger.runs().planned(input.run(), key);
        String schedules = schedules(input.input(), head, plan, key);
        if (newest) {
            declaredVersions.note(directory, found.states());
        }
        List<Wave> work = new ArrayList<>(new Comparison(plan, found.standings(), found.states()).work());
        work.addAll(removed.after(plan, found));
        unreachable.note(input.run(), work, found.unreachable());
        new Softenings(estate, stated, ruling).wave().ifPresent(work::addFirst);
        if (work.isEmpty()) {
            return new PlanAnswer(
                    Outcome.UNCHANGED.label(),
                    "Every account is as commit " + estate.commit() + " wants it.",
                    List.of(),
                    1,
                    schedules);
        }
        List<PlanAnswer.WaveRef> waves = documents.work(
                input.run(), input.input().ref(), List.of(estate), work, Watch.none(found.unreachable()));
        return new PlanAnswer("planned", "", waves, plan.concurrency(), schedules);
    }

    /** Schedules that are set already are not asked for, save where a person wants everything looked at. */
    private String schedules(PlanInput.Wish wish, Head head, Plan plan, String key) {
        boolean set = head.schedules().equals(starts.digest(plan.schedules()));
        return set && !wish.byPerson() ? "" : key;
    }
}
