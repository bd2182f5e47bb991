package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Inject;

/** Passes what the machines ask to the task that does it. */
public final class PlanTasks {

    private final PlanTask plans;
    private final Onlooker onlooker;

    /** Creates it with all tasks. */
    @Inject
    public PlanTasks(PlanTask plans, Onlooker onlooker) {
        this.plans = requireNonNull(plans, "plans is null");
        this.onlooker = requireNonNull(onlooker, "onlooker is null");
    }

    /** Does what is asked, and returns the answer. */
    public Record run(PlanInput input) {
        return switch (input) {
            case PlanInput.Plan plan -> plans.plan(plan);
            case PlanInput.LookAround around -> onlooker.around(around);
            case PlanInput.LookAtStack stack -> onlooker.at(stack);
        };
    }
}
