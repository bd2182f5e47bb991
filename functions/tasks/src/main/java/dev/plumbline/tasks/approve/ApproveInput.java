package dev.plumbline.tasks.approve;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.util.Map;

/** What a person asks of the function plumbline-approve. */
public sealed interface ApproveInput {

    /**
     * Answer a question.
     *
     * @param run the run that asks
     * @param account the stack's account
     * @param region its region
     * @param stack its name
     * @param digest digest of the changes that the person has seen
     * @param answer {@code approved} or {@code rejected}
     * @param reason why
     * @param proof the signed headers that say who is speaking
     */
    record Decide(
            String run,
            String account,
            String region,
            String stack,
            String digest,
            String answer,
            String reason,
            Map<String, String> proof)
            implements ApproveInput {
        /** Checks that nothing is missing and copies the headers. */
        public Decide {
            requireNonNull(run, "run is null");
            TargetKey.check(account, region);
            requireNonNull(stack, "stack is null");
            requireNonNull(digest, "digest is null");
            requireNonNull(answer, "answer is null");
            requireNonNull(reason, "reason is null");
            proof = Map.copyOf(proof);
        }

        /** Returns the stack. */
        StackKey key() {
            return new StackKey(new TargetKey(account, region), stack);
        }

        /** Never shows the signature. */
        @Override
        public String toString() {
            return "Decide[run=%s, stack=%s, answer=%s]".formatted(run, key(), answer);
        }
    }

    /**
     * Have a say on a case of a finding.
     *
     * @param caseId id of the case
     * @param digest digest of the steps that the person has seen
     * @param answer {@code approved}, {@code declined} or {@code undone}
     * @param reason why
     * @param proof the signed headers that say who is speaking
     */
    record DecideCase(String caseId, String digest, String answer, String reason, Map<String, String> proof)
            implements ApproveInput {
        /** Checks that nothing is missing and copies the headers. */
        public DecideCase {
            requireNonNull(caseId, "caseId is null");
            requireNonNull(digest, "digest is null");
            requireNonNull(answer, "answer is null");
            requireNonNull(reason, "reason is null");
            proof = Map.copyOf(proof);
        }

        /** Never shows the signature. */
        @Override
        public String toString() {
            return "DecideCase[case=%s, answer=%s]".formatted(caseId, answer);
        }
    }
}
