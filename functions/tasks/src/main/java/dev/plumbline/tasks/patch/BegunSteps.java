package dev.plumbline.tasks.patch;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * The steps that runs have begun, so that another run can look what came of one whose execution was stopped. The ledger
 * tells which these are; what the typed code has to know of them lies in the bucket.
 */
final class BegunSteps {

    private final Bucket bucket;
    private final Binder binder;

    @Inject
    BegunSteps(Bucket bucket, Binder binder) {
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Keeps a step that a run begins in a target. */
    void keep(PatchAssignment target, PatchStep step) {
        bucket.putJson(RunDocuments.begunStep(target.run(), target.target(), step.id()), binder.tree(step));
    }

    /** Returns a step that a run has begun in a target, or nothing where it is not there any more. */
    Optional<PatchStep> read(PatchAssignment target, String run, String id) {
        return bucket.getJson(RunDocuments.begunStep(run, target.target(), id))
                .map(document -> binder.read(document, PatchStep.class));
    }
}
