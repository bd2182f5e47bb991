package dev.plumbline.tasks.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.accounts.preview.PreviewJson;
import dev.plumbline.accounts.preview.TargetPreview;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.TargetToPreview;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.console.Console;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ends a plan: puts together what was found of each target, and tells it. Run twice, it says the same twice. */
public final class PlanTellingTask {

    private static final String JSON = "application/json";

    private final Ledger ledger;
    private final Bucket bucket;
    private final Binder binder;
    private final PlanNotes notes;

    /** Creates the task. */
    @Inject
    public PlanTellingTask(Ledger ledger, Bucket bucket, Binder binder, PlanNotes notes) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.notes = requireNonNull(notes, "notes is null");
    }

    /** Says beside the pull request's commit that its plan is on its way. */
    ReportAnswer announce(ReportInput.AnnouncePlan input) {
        bucket.get(RunDocuments.preview(input.plan()))
                .map(PreviewJson::read)
                .ifPresent(
                        preview -> notes.begin(input.plan(), preview.commit(), Console.execution(input.execution())));
        return new ReportAnswer("announced", "");
    }

    /** Puts the plan together, and returns how it went: {@code planned}, {@code invalid} or {@code failed}. */
    ReportAnswer tell(ReportInput.TellPlan input) {
        Preview preview = whole(input);
        bucket.put(RunDocuments.preview(input.plan()), PreviewJson.write(preview), JSON);
        String pullRequest = input.input().path("pullRequest").asText("");
        if (!pullRequest.isEmpty() && !tell(input, preview, pullRequest)) {
            return new ReportAnswer("overtaken", "A newer commit of the pull request is planned.");
        }
        if (!preview.failure().isEmpty()) {
            return new ReportAnswer("failed", preview.failure());
        }
        return new ReportAnswer(
                preview.problems().isEmpty() ? "planned" : "invalid",
                preview.counts().words());
    }

    /**
     * Returns whether it was told: a plan that another has overtaken leaves the word to that one. One that failed
     * before it could claim the head has not been overtaken by whoever holds it from before.
     */
    private boolean tell(ReportInput.TellPlan input, Preview preview, String pullRequest) {
        Head head = ledger.heads().read(Head.ofPullRequest(pullRequest));
        boolean unclaimed = head.run().isEmpty() || head.isUnclaimedBy(input.plan());
        if (!unclaimed && !head.run().equals(input.plan())) {
            return false;
        }
        String commit = preview.commit().isEmpty() ? input.input().path("after").asText("") : preview.commit();
        notes.tell(
                preview,
                pullRequest,
                commit,
                input.input().path("base").asText(""),
                Console.execution(input.execution()));
        boolean planned = preview.failure().isEmpty();
        boolean held = ledger.heads().end(head.ref(), input.plan(), planned);
        if (!held && !planned) {
            ledger.heads().endUnclaimed(head.ref(), input.plan());
        }
        return true;
    }

    private Preview whole(ReportInput.TellPlan input) {
        if (input.failureOrNull() != null) {
            return Preview.failed(
                    input.plan(), MachineFailure.read(input.failureOrNull()).message());
        }
        Optional<Preview> begun = bucket.get(RunDocuments.preview(input.plan())).map(PreviewJson::read);
        return begun.map(preview -> preview.with(targets(input)))
                .orElseGet(() -> Preview.failed(input.plan(), "What was planned is gone from the bucket: plan again."));
    }

    private List<TargetPreview> targets(ReportInput.TellPlan input) {
        List<TargetPreview> targets = new ArrayList<>();
        if (input.key().isEmpty()) {
            return targets;
        }
        for (JsonNode item : bucket.getJson(input.key()).orElseGet(() -> binder.tree(List.of()))) {
            TargetToPreview target = binder.read(item, TargetToPreview.class);
            targets.add(bucket.get(RunDocuments.preview(target.plan(), target.wave(), target.target()))
                    .map(PreviewJson::readTarget)
                    .orElseGet(() -> silent(target)));
        }
        return targets;
    }

    /** Its execution was stopped, or could not even say why it failed. */
    private static TargetPreview silent(TargetToPreview target) {
        return new TargetPreview(
                target.environment(),
                target.account(),
                target.region(),
                target.wave(),
                List.of(),
                List.of(),
                "Nothing was heard of this target: plan again.");
    }
}
