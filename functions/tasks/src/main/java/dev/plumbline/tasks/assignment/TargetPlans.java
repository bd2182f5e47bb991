package dev.plumbline.tasks.assignment;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.failure.Stalled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What runs intend for targets. A document never changes once it is written, so those read lately are kept. */
@Singleton
public final class TargetPlans {

    private static final int KEPT = 32;

    private final Bucket bucket;
    private final Map<String, TargetPlan> kept = Collections.synchronizedMap(new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TargetPlan> eldest) {
            return size() > KEPT;
        }
    });

    /** Creates the reader of a bucket. */
    @Inject
    public TargetPlans(Bucket bucket) {
        this.bucket = requireNonNull(bucket, "bucket is null");
    }

    /**
     * Returns what is intended for the target.
     *
     * @throws Stalled where the bucket has lost it
     */
    public TargetPlan of(Assignment assignment) {
        TargetPlan known = kept.get(assignment.key());
        if (known != null) {
            return known;
        }
        TargetPlan read = bucket.get(assignment.key())
                .map(PlanJson::readTarget)
                .orElseThrow(() -> new Stalled("The plan " + assignment.key()
                        + " is gone from the bucket. Start a new run: plumbline reconcile."));
        kept.put(assignment.key(), read);
        return read;
    }

    /**
     * Returns what is intended for one of the target's stacks.
     *
     * @throws Stalled where the plan has no such stack
     */
    public StackPlan stack(Assignment assignment, String stack) {
        return of(assignment)
                .stacks()
                .filter(planned -> planned.name().equals(stack))
                .findFirst()
                .orElseThrow(() -> new Stalled("The plan " + assignment.key() + " has no stack " + stack
                        + ". Start a new run: plumbline reconcile."));
    }
}
