package dev.plumbline.estate.blueprint;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which transforms a template may name. CloudFormation runs them when a change set is made, before anybody has read it,
 * with the role that the stack is deployed with: "When you create a change set, CloudFormation generates a change set
 * that includes the processed template content" (User Guide, transform section), and "If you don't specify a value,
 * CloudFormation uses the role that was previously associated with the stack" (CreateChangeSet, RoleARN).
 */
public sealed interface TransformRules {

    /** Runs no code of anybody's and reads nothing. */
    String LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";

    /** Returns what to do about a transform, or nothing if it is allowed. */
    Optional<String> refusal(String transform);

    /** Whether nothing is judged: the template is deployed, and was judged before that. */
    default boolean deployed() {
        return false;
    }

    /** For a template that is deployed. */
    record Any() implements TransformRules {
        @Override
        public Optional<String> refusal(String transform) {
            return Optional.empty();
        }

        @Override
        public boolean deployed() {
            return true;
        }
    }

    /**
     * For a template whose repository lists what it may name.
     *
     * @param own what its own commit lists
     */
    record Listed(Set<String> own) implements TransformRules {
        /** Copies the set. */
        public Listed {
            own = Set.copyOf(own);
        }

        @Override
        public Optional<String> refusal(String transform) {
            return transform.equals(LANGUAGE_EXTENSIONS) || own.contains(transform)
                    ? Optional.empty()
                    : Optional.of(
                            "CloudFormation runs it, and reads what it names, before anybody approves; if it may, list it"
                                    + " under policies, transforms in plumbline.yaml");
        }
    }

    /**
     * For a template of a commit that is not deployed: both its own list and the deployed one have to name a transform.
     *
     * @param own what the commit itself lists
     * @param standing what is deployed
     */
    record Judged(Listed own, Set<String> standing) implements TransformRules {
        /** Copies the set. */
        public Judged {
            requireNonNull(own, "own is null");
            standing = Set.copyOf(new TreeSet<>(standing));
        }

        @Override
        public Optional<String> refusal(String transform) {
            return own.refusal(transform)
                    .or(() -> transform.equals(LANGUAGE_EXTENSIONS) || standing.contains(transform)
                            ? Optional.empty()
                            : Optional.of(
                                    "plumbline.yaml lists it, and that holds once it is deployed everywhere: push the"
                                            + " list first, and what uses it afterwards"));
        }
    }
}
