package dev.plumbline.tasks.drift;

import static java.util.Objects.requireNonNull;

import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.assignment.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What looking for drift has come to. */
public sealed interface DriftAnswer {

    /**
     * A detection that CloudFormation was asked for.
     *
     * @param stack the stack's name in the estate
     * @param id id of the detection
     */
    record Pending(String stack, String id) {
        /** Checks that nothing is missing. */
        public Pending {
            requireNonNull(stack, "stack is null");
            requireNonNull(id, "id is null");
        }
    }

    /**
     * CloudFormation was asked to look.
     *
     * @param pending its detections
     */
    record Detecting(List<Pending> pending) implements DriftAnswer {
        /** Copies the detections. */
        public Detecting {
            pending = List.copyOf(pending);
        }
    }

    /**
     * How far the detections are. While some are pending, the rest is of no use yet.
     *
     * @param pending the detections that have not ended
     * @param drifted the stacks in which drift was found so far
     * @param failed the stacks that could not be looked at
     * @param levels what there is to do, in order
     * @param settings whether settings are to be applied
     * @param questionOrNull what a person is to be asked about settings first, where they are
     */
    record Looked(
            List<Pending> pending,
            List<String> drifted,
            List<String> failed,
            List<Level> levels,
            boolean settings,
            @Nullable Asked questionOrNull)
            implements DriftAnswer {
        /** Copies the lists. */
        public Looked {
            pending = List.copyOf(pending);
            drifted = List.copyOf(drifted);
            failed = List.copyOf(failed);
            levels = List.copyOf(levels);
        }
    }
}
