package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Inject;

/** Passes what the machines ask to the task that does it. */
public final class PlanTasks {

    private final PlanTask plans;
    private final PreviewTask previews;
    private final PreviewTargetTask targets;
    private final Onlooker onlooker;

    /** Creates it with all tasks. */
    @Inject
    public PlanTasks(PlanTask plans, PreviewTask previews, PreviewTargetTask targets, Onlooker onlooker) {
        this.plans = requireNonNull(plans, "plans is null");
        this.previews = requireNonNull(previews, "previews is null");
        this.targets = requireNonNull(targets, "targets is null");
        this.onlooker = requireNonNull(onlooker, "onlooker is null");
    }

    /**
     * Does what is asked, and returns the answer.
     *
     * @param invocation what tells this call from others
     */
    public Record run(PlanInput input, String invocation) {
        return switch (input) {
            case PlanInput.Plan plan -> plans.plan(plan);
            case PlanInput.Preview preview -> previews.preview(preview);
            case PlanInput.PreviewTarget target -> targets.preview(target, invocation);
            case PlanInput.LookAround around -> onlooker.around(around);
            case PlanInput.LookAtStack stack -> onlooker.at(stack);
            case PlanInput.AbandonTarget target -> targets.abandon(target);
        };
    }
}
