package dev.plumbline.estate.read;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policies that one place states; null where it leaves one to the place around it.
 *
 * @param approvals which changes wait for a person
 * @param approvalsExpireAfter how long they wait
 * @param overlappingNetworks whether address ranges may overlap
 */
record PolicyRules(
        @Nullable Approvals approvals,
        @Nullable Duration approvalsExpireAfter,
        @Nullable Boolean overlappingNetworks) {

    /** States nothing. */
    static final PolicyRules NONE = new PolicyRules(null, null, null);

    private static final List<String> NETWORKS = List.of("refused", "allowed");

    /** Reads the key {@code policies} of a file, an environment or a stack. */
    static PolicyRules read(Fields of, Problems problems) {
        Optional<Node.Entries> mapping = of.mapping("policies");
        if (mapping.isEmpty()) {
            return NONE;
        }
        Fields fields = new Fields(mapping.get(), "policies", problems);
        Approvals approvals = fields.text("approvals")
                .flatMap(word -> approvals(word, problems))
                .orElse(null);
        Duration expiry = fields.text("approvals-expire-after")
                .flatMap(word -> Expiry.read(word, problems))
                .orElse(null);
        Boolean overlapping = fields.text("overlapping-networks")
                .flatMap(word -> overlapping(word, problems))
                .orElse(null);
        fields.finish();
        return new PolicyRules(approvals, expiry, overlapping);
    }

    /** Returns these policies, completed by those around them. */
    Policies within(Policies around) {
        return new Policies(
                approvals == null ? around.approvals() : approvals,
                approvalsExpireAfter == null ? around.approvalsExpireAfter() : approvalsExpireAfter,
                overlappingNetworks == null ? around.overlappingNetworks() : overlappingNetworks);
    }

    private static Optional<Approvals> approvals(Node.Scalar word, Problems problems) {
        Optional<Approvals> approvals = Approvals.of(word.text());
        if (approvals.isEmpty()) {
            wrong(
                    word,
                    "approvals",
                    Arrays.stream(Approvals.values()).map(Approvals::word).toList(),
                    problems);
        }
        return approvals;
    }

    private static Optional<Boolean> overlapping(Node.Scalar word, Problems problems) {
        if (!NETWORKS.contains(word.text())) {
            wrong(word, "overlapping-networks", NETWORKS, problems);
            return Optional.empty();
        }
        return Optional.of(word.text().equals("allowed"));
    }

    private static void wrong(Node.Scalar word, String key, List<String> allowed, Problems problems) {
        problems.add(
                word.position(),
                ProblemCode.WRONG_VALUE,
                key + " is one of " + String.join(", ", allowed) + ", not " + word.text(),
                Suggestion.closest(word.text(), allowed)
                        .map(close -> "did you mean " + close + "?")
                        .orElse(""));
    }
}
