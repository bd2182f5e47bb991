package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

/**
 * What came of a step.
 *
 * @param caseId id of the case; empty where there is none
 * @param outcome what the machine goes by
 * @param reason why, for people; often empty
 * @param run what is given to reconcile where a stack owns the resource
 * @param patience for how many seconds a person is waited for
 */
public record RemediateAnswer(String caseId, String outcome, String reason, Reconcile run, long patience) {

    /** Checks that nothing is missing. */
    public RemediateAnswer {
        requireNonNull(caseId, "caseId is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(run, "run is null");
    }

    /**
     * A run that puts a stack right.
     *
     * @param name name of its execution
     * @param repository exact id of the repository
     * @param ref the branch
     * @param account the account of the target
     * @param region the region of the target
     * @param stack the stack
     * @param reason why it is started, for people
     */
    public record Reconcile(
            String name, String repository, String ref, String account, String region, String stack, String reason) {

        static final Reconcile NONE = new Reconcile("", "", "", "", "", "", "");

        /** Checks that nothing is missing. */
        public Reconcile {
            requireNonNull(name, "name is null");
            requireNonNull(repository, "repository is null");
            requireNonNull(ref, "ref is null");
            requireNonNull(account, "account is null");
            requireNonNull(region, "region is null");
            requireNonNull(stack, "stack is null");
            requireNonNull(reason, "reason is null");
        }
    }

    static RemediateAnswer of(String caseId, String outcome, String reason) {
        return new RemediateAnswer(caseId, outcome, reason, Reconcile.NONE, 0);
    }
}
