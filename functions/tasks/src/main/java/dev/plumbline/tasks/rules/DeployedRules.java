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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the commits that are deployed. Those of a commit are written to the bucket when it is planned, so that a
 * push costs no second look into Git, and so that no force-push can take them away. Where the bucket has none, of a
 * commit that an earlier release has deployed, Git is read; where Git has the commit no more, everything asks.
 */
public final class DeployedRules {

    /** The form of the documents: another one leaves those of the last release alone. */
    private static final String FOLDER = "estate/rules/1/";

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
     * Returns which rules judge what happens in targets.
     *
     * @param head the branch as the ledger has it
     * @param states what the ledger holds of the targets
     * @param reading reads the live repository at a commit that is deployed
     */
    public Ruling ruling(Head head, Collection<TargetState> states, Function<String, Reading> reading) {
        Map<String, Rules> read = new HashMap<>();
        Map<TargetKey, Rules> since = new HashMap<>();
        for (TargetState state : states) {
            String standing = head.standing(state);
            if (!standing.isEmpty() && !standing.equals(head.everywhere())) {
                since.put(state.target(), read.computeIfAbsent(standing, commit -> of(commit, reading)));
            }
        }
        return new Ruling(everywhere(head, reading), since);
    }

    private @Nullable Rules everywhere(Head head, Function<String, Reading> reading) {
        return head.everywhere().isEmpty() ? null : of(head.everywhere(), reading);
    }

    private Rules of(String commit, Function<String, Reading> reading) {
        return bucket.getJson(key(commit))
                .map(document -> binder.read(document, RulesDocument.class).read())
                .or(() -> inGit(commit, reading))
                .orElseGet(() -> Rules.lost(commit));
    }

    private Optional<Rules> inGit(String commit, Function<String, Reading> reading) {
        try {
            return switch (reading.apply(commit)) {
                case Reading.Valid(Estate estate) -> Optional.of(write(Rules.of(estate)));
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
