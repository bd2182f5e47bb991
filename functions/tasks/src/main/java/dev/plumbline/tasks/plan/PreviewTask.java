package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.preview.Effect;
import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.accounts.preview.PreviewJson;
import dev.plumbline.accounts.preview.Sign;
import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.Planner;
import dev.plumbline.estate.plan.Ruling;
import dev.plumbline.estate.plan.Softenings;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.estate.rules.Softening;
import dev.plumbline.estate.source.GitSource;
import dev.plumbline.estate.source.ReadLimits;
import dev.plumbline.estate.source.SourceBundle;
import dev.plumbline.failure.Invalid;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.TargetToPreview;
import dev.plumbline.tasks.rules.Commits;
import dev.plumbline.tasks.rules.DeployedRules;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Finds out what a commit would change, as far as that is known without asking the accounts, and which targets have to
 * be looked at for the rest. The commit is held against the branch, and judged by the rules that are deployed, as its
 * run will be. Run twice, it writes the same documents.
 */
public final class PreviewTask {

    private static final String JSON = "application/json";

    /** What stands for the commit of files that were never committed. */
    private static final String UNCOMMITTED = "0".repeat(40);

    private final LiveRepository repository;
    private final Secrets secrets;
    private final Ledger ledger;
    private final Workflows workflows;
    private final EstateReader reader;
    private final Survey survey;
    private final PlanDocuments documents;
    private final DeployedRules rules;
    private final Bucket bucket;

    /** Creates the task. */
    @Inject
    public PreviewTask(
            LiveRepository repository,
            Secrets secrets,
            Ledger ledger,
            Workflows workflows,
            EstateReader reader,
            Survey survey,
            PlanDocuments documents,
            DeployedRules rules,
            Bucket bucket) {
        this.repository = requireNonNull(repository, "repository is null");
        this.secrets = requireNonNull(secrets, "secrets is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.survey = requireNonNull(survey, "survey is null");
        this.documents = requireNonNull(documents, "documents is null");
        this.rules = requireNonNull(rules, "rules is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
    }

    /**
     * Finds it out.
     *
     * @throws Invalid where the repository does not hold what is asked for
     */
    PreviewAnswer preview(PreviewInput.Preview input) {
        PreviewInput.PreviewWish wish = input.input();
        if (!wish.repository().equals(repository.id()) || !wish.base().equals(repository.branch())) {
            throw new Invalid("This installation deploys %s of %s: a plan is held against that, not against %s of %s."
                    .formatted(repository.branch(), repository.id(), wish.base(), wish.repository()));
        }
        GitSource git = repository.open(secrets);
        return switch (source(input, git)) {
            case Source.Overtaken(String reason) -> PreviewAnswer.overtaken(reason);
            case Source.Files(SourceTree tree) -> planned(input, git, tree);
        };
    }

    /** Where the files come from. */
    private sealed interface Source {

        /** The files. */
        record Files(SourceTree tree) implements Source {}

        /** There is nothing to plan any more. */
        record Overtaken(String reason) implements Source {}
    }

    private Source source(PreviewInput.Preview input, GitSource git) {
        PreviewInput.PreviewWish wish = input.input();
        return switch (wish.trigger()) {
            case PreviewInput.PreviewWish.PULL_REQUEST -> ofPullRequest(input, git);
            case "commit" ->
                new Source.Files(
                        wish.commit() == null ? git.fetch(repository.branch()) : git.fetchCommit(wish.commit()));
            case "files" -> new Source.Files(files(input.run()));
            default -> throw new Stalled("A plan is not set off by '" + wish.trigger() + "'.");
        };
    }

    private SourceTree files(String plan) {
        return SourceBundle.unpack(
                bucket.get(RunDocuments.source(plan))
                        .orElseThrow(() -> new Stalled("The files of the plan " + plan + " are not in the bucket.")),
                UNCOMMITTED,
                ReadLimits.STANDARD);
    }

    /** The newest commit is planned, whatever the hint says; a plan that another has overtaken says nothing. */
    private Source ofPullRequest(PreviewInput.Preview input, GitSource git) {
        String branch = requireNonNull(input.input().ref(), "a pull request without a branch");
        HeadClaim claim = new HeadClaim(ledger.heads(), workflows);
        return switch (claim.take(input.claim(), new GitBranch(git, branch))) {
            case HeadClaim.Taken.Nothing nothing -> new Source.Overtaken(nothing.reason());
            case HeadClaim.Taken.Commit(String commit) -> new Source.Files(git.fetchCommit(commit));
        };
    }

    private PreviewAnswer planned(PreviewInput.Preview input, GitSource git, SourceTree tree) {
        SourceTree branch = git.fetch(repository.branch());
        Commits commits = new Commits(reader, git::fetchCommit);
        DeployedRules.OfBranch deployed = rules.onlyRead(ledger.heads().read(repository.branch()), commits);
        return switch (commits.wanted(tree, deployed.everywhere())) {
            case Reading.Refused refused -> {
                write(Preview.refused(input.run(), tree.commit(), branch.commit(), refused.problems()));
                yield PreviewAnswer.told("the commit is invalid");
            }
            case Reading.Valid(Estate estate) -> planned(input, estate, branch, deployed);
        };
    }

    private PreviewAnswer planned(
            PreviewInput.Preview input, Estate estate, SourceTree branch, DeployedRules.OfBranch deployed) {
        Optional<Plan> base = reader.readDeployed(branch) instanceof Reading.Valid valid
                ? Optional.of(new Planner().plan(valid.estate()))
                : Optional.empty();
        Plan stated = new Planner().plan(estate);
        BaseComparison against = new BaseComparison(stated, base.orElse(null));
        SortedMap<TargetKey, TargetState> states = ledger.targets().read(against.targets());
        Ruling ruling = deployed.ruling(states.values());
        Plan plan = ruling.over(stated);
        AskedAccounts asked = input.input().ofPullRequest()
                ? AskedAccounts.knownTo(base, deployed.everywhere())
                : AskedAccounts.all();
        Survey.Found found = survey.preview(plan, input.run(), input.attempt(), asked);
        Comparison comparison = new Comparison(plan, found.standings(), found.states());
        List<Wave> work = comparison.work();
        List<TargetToPreview> targets = new TargetsToPreview(
                        input.run(), input.input().ledgerRef(), against, ruling, asked, found.unreachable())
                .of(work, comparison.changing(), states);
        documents.previewed(input.run(), estate, work, targets);
        write(new Preview(
                Preview.VERSION,
                input.run(),
                estate.commit(),
                branch.commit(),
                List.of(),
                policies(against, new Softenings(estate, stated, ruling)),
                against.windowed(plan),
                List.of(),
                ""));
        return targets.isEmpty()
                ? PreviewAnswer.told("")
                : new PreviewAnswer(
                        "planned", RunDocuments.previewedTargets(input.run()), targets.size(), plan.concurrency(), "");
    }

    /** What the commit says otherwise about approvals, and what it softens, which a person is asked about. */
    private static List<ValueDiff> policies(BaseComparison against, Softenings softened) {
        List<ValueDiff> policies = new ArrayList<>(against.policies());
        softened.byEnvironment()
                .forEach((environment, rules) -> policies.add(new ValueDiff(
                        Sign.CHANGE,
                        "rules of " + environment,
                        "what is deployed",
                        "softer, which a person is asked about: " + Softening.told(rules),
                        Effect.NONE)));
        return policies;
    }

    private void write(Preview preview) {
        bucket.put(RunDocuments.preview(preview.plan()), PreviewJson.write(preview), JSON);
    }
}
