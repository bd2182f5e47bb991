package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.tasks.approve.Asked;
import dev.plumbline.tasks.assignment.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the function plumbline-provision answers. */
public sealed interface ProvisionAnswer {

    /**
     * What came of the wish for the lease.
     *
     * @param lease {@code acquired} or {@code overtaken}
     * @param levels what is to be worked on, in order; empty where nothing is
     * @param settings whether settings are to be applied
     */
    record Leased(String lease, List<Level> levels, boolean settings) implements ProvisionAnswer {
        /** Checks that nothing is missing and copies the levels. */
        public Leased {
            requireNonNull(lease, "lease is null");
            levels = List.copyOf(levels);
        }
    }

    /**
     * What is to be done about a stack.
     *
     * @param decision {@code execute}, {@code ask}, {@code verify} or {@code record}
     * @param changeSet name of the change set, empty where there is none
     * @param outcome the stack's outcome if nothing more were done
     * @param reason why, for people; often empty
     * @param line what its line says
     * @param questionOrNull what a person is to be asked first, where they are
     */
    record Prepared(
            String decision,
            String changeSet,
            String outcome,
            String reason,
            LineStart line,
            @Nullable Asked questionOrNull)
            implements ProvisionAnswer {
        /** Checks that nothing is missing. */
        public Prepared {
            requireNonNull(decision, "decision is null");
            requireNonNull(changeSet, "changeSet is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(line, "line is null");
        }

        /** Returns what a person has to be asked first. */
        static Prepared asks(Asked question, LineStart line) {
            return new Prepared("ask", "", Outcome.STALLED.label(), question.text(), line, question);
        }

        /** Returns what needs nobody's word. */
        static Prepared of(String decision, String changeSet, Outcome outcome, String reason, LineStart line) {
            return new Prepared(decision, changeSet, outcome.label(), reason, line, null);
        }
    }

    /**
     * How the execution of a change set ended; also the result with which the waiting state is woken.
     *
     * @param outcome label of an outcome, or {@code woken} where somebody has to look yet
     * @param reason why, for people; often empty
     */
    record Settled(String outcome, String reason) implements ProvisionAnswer {
        /** Checks that nothing is missing. */
        public Settled {
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * What was recorded of a stack.
     *
     * @param ok whether what needs the stack may go on
     */
    record Recorded(boolean ok) implements ProvisionAnswer {}

    /**
     * How a target ended.
     *
     * @param outcome label of an outcome
     * @param reason why, for people; often empty
     */
    record Released(String outcome, String reason) implements ProvisionAnswer {
        /** Checks that nothing is missing. */
        public Released {
            requireNonNull(outcome, "outcome is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * The wish was fulfilled, and there is nothing to say about it.
     *
     * @param noteOrNull a remark, or null
     */
    record Done(@Nullable String noteOrNull) implements ProvisionAnswer {}
}
