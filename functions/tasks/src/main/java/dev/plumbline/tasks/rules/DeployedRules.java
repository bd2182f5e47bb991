package dev.plumbline.tasks.rules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Ruling;
import dev.plumbline.estate.rules.Rules;
import dev.plumbline.failure.Invalid;
import dev.plumbline.tasks.binding.Binder;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of the commits that are deployed. Those of a commit are written to the bucket when it is planned, so that a
 * push costs no second look into Git, and so that no force-push can take them away. Where the bucket has none, of a
 * commit that an earlier release has deployed, Git is read; where Git has the commit no more, everything asks.
 */
public final class DeployedRules {

    /** The form of the documents: another one leaves those of the last release alone. */
    private static final String FOLDER = "estate/rules/2/";

    private final Bucket bucket;
    private final Binder binder;

    /** Creates it. */
    @Inject
    public DeployedRules(Bucket bucket, Binder binder) {
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Writes the rules of a commit for the time when it is deployed. Written again, they are the same. */
    public void note(Estate estate) {
        write(Rules.of(estate));
    }

    /**
     * Returns the rules that hold while the branch is as a head says.
     *
     * @param head the branch as the ledger has it
     */
    public OfBranch of(Head head, Commits commits) {
        return new OfBranch(head, commits, true);
    }

    /**
     * Returns the same for whoever may not write them: what the bucket lacks is read in Git each time.
     *
     * @param head the branch as the ledger has it
     */
    public OfBranch onlyRead(Head head, Commits commits) {
        return new OfBranch(head, commits, false);
    }

    /** Returns the rules of a commit that was planned, or nothing if the bucket has none. Git is not asked. */
    public Optional<Rules> noted(String commit) {
        return bucket.getJson(key(commit))
                .map(document -> binder.read(document, RulesDocument.class).read());
    }

    /** The rules that are deployed from a branch. Each commit's are read once, when they are first asked for. */
    public final class OfBranch {

        private final Head head;
        private final Commits commits;
        private final boolean keeps;
        private final Map<String, Rules> read = new HashMap<>();

        private OfBranch(Head head, Commits commits, boolean keeps) {
            this.keeps = keeps;
            this.head = requireNonNull(head, "head is null");
            this.commits = requireNonNull(commits, "commits is null");
        }

        /** Returns those that hold for what has no place in an account: what is deployed everywhere says. */
        public Rules everywhere() {
            return head.everywhere().isEmpty() ? Rules.strict() : at(head.everywhere());
        }

        /**
         * Returns which rules judge what happens in targets.
         *
         * @param states what the ledger holds of the targets
         */
        public Ruling ruling(Collection<TargetState> states) {
            Map<TargetKey, Rules> since = new HashMap<>();
            for (TargetState state : states) {
                String standing = head.standing(state);
                if (!standing.isEmpty() && !standing.equals(head.everywhere())) {
                    since.put(state.target(), at(standing));
                }
            }
            return new Ruling(head.everywhere().isEmpty() ? null : at(head.everywhere()), since);
        }

        private Rules at(String commit) {
            return read.computeIfAbsent(commit, unread -> rules(unread, commits, keeps));
        }
    }

    private Rules rules(String commit, Commits commits, boolean keeps) {
        return noted(commit)
                .or(() -> inGit(commit, commits).map(rules -> keeps ? write(rules) : rules))
                .orElseGet(() -> Rules.lost(commit));
    }

    private Optional<Rules> inGit(String commit, Commits commits) {
        try {
            return switch (commits.deployed(commit)) {
                case Reading.Valid(Estate estate) -> Optional.of(Rules.of(estate));
                case Reading.Refused _ -> Optional.empty();
            };
        } catch (Invalid gone) {
            // Force-pushed away. Nothing else of the commit is wanted.
            return Optional.empty();
        }
    }

    private Rules write(Rules rules) {
        bucket.putJson(key(rules.commit()), binder.tree(RulesDocument.of(rules)));
        return rules;
    }

    private static String key(String commit) {
        return FOLDER + commit + ".json";
    }
}
