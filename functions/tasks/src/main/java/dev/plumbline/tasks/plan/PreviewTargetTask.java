package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.preview.PreviewJson;
import dev.plumbline.accounts.preview.StackPreview;
import dev.plumbline.accounts.preview.StackPreviews;
import dev.plumbline.accounts.preview.TargetPreview;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.ChangeSets;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.assignment.MachineFailure;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.TargetToPreview;
import dev.plumbline.tasks.cost.Costs;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds out what would change in one target, with the role that can neither execute nor delete anything but the change
 * sets that it looks at. What it found is written before these are thrown away, so that whoever repeats it finds either
 * the change sets or the document.
 */
public final class PreviewTargetTask {

    private static final String JSON = "application/json";

    /** How often a target is looked at again while somebody works there, or CloudFormation thinks. */
    private static final int PATIENCE = 60;

    private final Ledger ledger;
    private final Bucket bucket;
    private final Sessions sessions;
    private final Costs costs;

    /** Creates the task. */
    @Inject
    public PreviewTargetTask(Ledger ledger, Bucket bucket, Sessions sessions, Costs costs) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.costs = requireNonNull(costs, "costs is null");
    }

    /**
     * Finds it out and writes it.
     *
     * @param invocation what tells this call from others of the same plan and target
     * @throws Waiting while CloudFormation works on a change set, or somebody on a stack
     */
    PreviewAnswer preview(PreviewInput.PreviewTarget input, String invocation) {
        TargetToPreview target = input.target();
        return costs.counted(target.plan(), target.target(), invocation, () -> preview(target, input.attempt()));
    }

    private PreviewAnswer preview(TargetToPreview target, int attempt) {
        if (!target.unreachable().isEmpty()) {
            write(target, List.of(), target.unreachable());
            return PreviewAnswer.told("");
        }
        List<StackPlan> planned = planned(target);
        if (target.foretold()) {
            write(target, foretold(target, planned), "");
            return PreviewAnswer.told("");
        }
        if (bucket.get(document(target)).isPresent()) {
            sweep(target, planned);
            return PreviewAnswer.told("");
        }
        if (overtaken(target)) {
            sweep(target, planned);
            return PreviewAnswer.overtaken("a newer commit of the pull request is planned");
        }
        List<StackPreview> stacks = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        for (StackPlan stack : planned) {
            StackLook look = look(target, stack, attempt);
            switch (attempt < PATIENCE ? look.look() : look.lastLook()) {
                case StackLook.Seen.Told(StackPreview told) -> stacks.add(told);
                case StackLook.Seen.Nothing _ -> {
                    // It is as the commit wants it.
                }
                case StackLook.Seen.Pending(String why) -> pending.add(why);
            }
        }
        if (!pending.isEmpty()) {
            throw new Waiting(String.join("; ", pending));
        }
        target.removed().forEach(name -> stacks.add(removed(target, name)));
        write(target, stacks, "");
        sweep(target, planned);
        return PreviewAnswer.told("");
    }

    /** Writes why nothing can be said of a target, and leaves nothing behind there. */
    PreviewAnswer abandon(PreviewInput.AbandonTarget input) {
        TargetToPreview target = input.target();
        if (bucket.get(document(target)).isEmpty()) {
            write(target, List.of(), MachineFailure.read(input.failure()).message());
        }
        sweep(target, planned(target));
        return PreviewAnswer.told("");
    }

    private List<StackPreview> foretold(TargetToPreview target, List<StackPlan> planned) {
        return planned.stream()
                .flatMap(stack -> look(target, stack, 0).foretell().stream())
                .toList();
    }

    private List<StackPlan> planned(TargetToPreview target) {
        if (target.key().isEmpty()) {
            return List.of();
        }
        return bucket.get(target.key())
                .map(PlanJson::readTarget)
                .map(TargetPlan::stacks)
                .orElseThrow(() -> new Stalled("The plan " + target.key() + " is gone from the bucket: plan again."))
                .toList();
    }

    private boolean overtaken(TargetToPreview target) {
        return !target.ref().isEmpty()
                && !ledger.heads().read(target.ref()).run().equals(target.plan());
    }

    private StackLook look(TargetToPreview target, StackPlan stack, int attempt) {
        return new StackLook(target, stack, ledger, session(target), bucket, attempt);
    }

    private StackPreview removed(TargetToPreview target, String name) {
        StackPreviews previews = new StackPreviews(name, Set.copyOf(target.statefulOf(name)), new TreeMap<>());
        StackKey key = target.stack(name);
        return previews.removed(
                Stacks.in(session(target)).resources(key.stackName()),
                List.of("It left the estate. What holds data is kept or snapshotted as its template says."));
    }

    /** A change set that is never executed costs nothing, but nobody should have to wonder whose it is. */
    private void sweep(TargetToPreview target, List<StackPlan> stacks) {
        if (target.foretold()) {
            return;
        }
        ChangeSets changeSets = ChangeSets.in(session(target));
        for (StackPlan stack : stacks) {
            changeSets.names(stack.stackName()).stream()
                    .filter(name -> name.endsWith(target.names().previewEnding()))
                    .forEach(name -> changeSets.delete(stack.stackName(), name));
        }
    }

    private Session session(TargetToPreview target) {
        return sessions.assume(target.target(), Role.PREVIEW, target.plan());
    }

    private void write(TargetToPreview target, List<StackPreview> stacks, String failure) {
        TargetPreview preview = new TargetPreview(
                target.environment(),
                target.account(),
                target.region(),
                target.wave(),
                stacks,
                target.settings(),
                failure);
        bucket.put(document(target), PreviewJson.write(preview), JSON);
    }

    private static String document(TargetToPreview target) {
        return RunDocuments.preview(target.plan(), target.wave(), target.target());
    }
}
