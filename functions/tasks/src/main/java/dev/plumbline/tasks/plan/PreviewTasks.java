package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Inject;

/** Passes what the machine plan asks to the task that does it. */
public final class PreviewTasks {

    private final PreviewTask previews;
    private final PreviewTargetTask targets;

    /** Creates it with all tasks. */
    @Inject
    public PreviewTasks(PreviewTask previews, PreviewTargetTask targets) {
        this.previews = requireNonNull(previews, "previews is null");
        this.targets = requireNonNull(targets, "targets is null");
    }

    /**
     * Does what is asked, and returns the answer.
     *
     * @param invocation what tells this call from others
     */
    public PreviewAnswer run(PreviewInput input, String invocation) {
        return switch (input) {
            case PreviewInput.Preview preview -> previews.preview(preview);
            case PreviewInput.PreviewTarget target -> targets.preview(target, invocation);
            case PreviewInput.AbandonTarget target -> targets.abandon(target);
        };
    }
}
