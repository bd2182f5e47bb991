package dev.plumbline.estate.read;

import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.Approver;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.Policies;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The policies that one place states; null where it leaves one to the place around it.
 *
 * @param approvals which changes wait for a person
 * @param approvalsExpireAfter how long they wait
 * @param overlappingNetworks whether address ranges may overlap
 * @param drift what is done about drift
 * @param resources what is done about the drift of single resources
 * @param transforms the transforms that templates may name; stated for the estate alone
 * @param approvers who may answer; stated for the estate or an environment
 */
record PolicyRules(
        @Nullable Approvals approvals,
        @Nullable Duration approvalsExpireAfter,
        @Nullable Boolean overlappingNetworks,
        @Nullable Drift drift,
        SortedMap<String, Drift> resources,
        SortedSet<String> transforms,
        @Nullable List<Approver> approvers) {

    /** States nothing. */
    static final PolicyRules NONE = new PolicyRules(null, null, null, null, new TreeMap<>(), new TreeSet<>(), null);

    private static final Pattern TRANSFORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_-]{0,127}");
    private static final List<String> NETWORKS = List.of("refused", "allowed");

    /** Of what policies are read, which says which keys there are. */
    private enum Scope {
        ESTATE,
        ENVIRONMENT,
        STACK
    }

    /** Reads the key {@code policies} of {@code plumbline.yaml}, which says what templates may do as well. */
    static PolicyRules ofEstate(Fields of, Problems problems) {
        return read(of, Optional.empty(), Scope.ESTATE, problems);
    }

    /** Reads the key {@code policies} of an environment. */
    static PolicyRules ofEnvironment(Fields of, Problems problems) {
        return read(of, Optional.empty(), Scope.ENVIRONMENT, problems);
    }

    /** Reads the key {@code policies} of a stack, whose resources may have policies of their own. */
    static PolicyRules ofStack(Fields of, Optional<Blueprint> blueprint, Problems problems) {
        return read(of, blueprint, Scope.STACK, problems);
    }

    private static PolicyRules read(Fields of, Optional<Blueprint> blueprint, Scope scope, Problems problems) {
        Optional<Node.Entries> mapping = of.mapping("policies");
        if (mapping.isEmpty()) {
            return NONE;
        }
        Fields fields = new Fields(mapping.get(), "policies", problems);
        Approvals approvals = fields.text("approvals")
                .flatMap(word -> approvals(word, problems))
                .orElse(null);
        Duration expiry =
                Expiry.read(fields, "approvals-expire-after", problems).orElse(null);
        Boolean overlapping = fields.text("overlapping-networks")
                .flatMap(word -> overlapping(word, problems))
                .orElse(null);
        Drift drift = drift(fields, problems);
        SortedMap<String, Drift> resources =
                scope == Scope.STACK ? resources(fields, blueprint, problems) : new TreeMap<>();
        SortedSet<String> transforms = scope == Scope.ESTATE ? transforms(fields, problems) : new TreeSet<>();
        List<Approver> approvers = scope == Scope.STACK ? null : approvers(fields, problems);
        fields.finish();
        return new PolicyRules(approvals, expiry, overlapping, drift, resources, transforms, approvers);
    }

    /** Returns these policies, completed by those around them. */
    Policies within(Policies around) {
        return new Policies(
                approvals == null ? around.approvals() : approvals,
                approvalsExpireAfter == null ? around.approvalsExpireAfter() : approvalsExpireAfter,
                overlappingNetworks == null ? around.overlappingNetworks() : overlappingNetworks,
                new DriftPolicy(drift == null ? around.drift().stack() : drift, resources),
                approvers == null ? around.approvers() : approvers);
    }

    /** An empty list would read as if nobody might answer, or anybody. */
    private static @Nullable List<Approver> approvers(Fields fields, Problems problems) {
        Optional<Node.Items> list = fields.list("approvers");
        if (list.isEmpty()) {
            return null;
        }
        List<Approver> approvers = new ArrayList<>();
        if (list.get().all().isEmpty()) {
            problems.add(
                    list.get().position(),
                    ProblemCode.WRONG_VALUE,
                    "approvers names nobody",
                    "without the key, whoever may call plumbline-approve may answer");
        }
        for (Node.Scalar name : Fields.texts(list.get(), "approvers", problems)) {
            Optional<Approver> approver = Approver.of(name.text());
            approver.ifPresent(approvers::add);
            if (approver.isEmpty()) {
                problems.add(
                        name.position(),
                        ProblemCode.WRONG_VALUE,
                        "\"" + name.text() + "\" names no role, user or session of AWS",
                        "such as arn:aws:iam::555555555555:role/approvers, or"
                                + " arn:aws:sts::555555555555:assumed-role/approvers/alice; there are no patterns");
            }
        }
        return approvers;
    }

    private static SortedSet<String> transforms(Fields fields, Problems problems) {
        SortedSet<String> transforms = new TreeSet<>();
        for (Node.Scalar name : fields.texts("transforms")) {
            if (TRANSFORM.matcher(name.text()).matches()) {
                transforms.add(name.text());
            } else {
                problems.add(
                        name.position(),
                        ProblemCode.WRONG_VALUE,
                        "\"" + name.text() + "\" is not the name of a transform",
                        "such as AWS::Serverless-2016-10-31, or the name of a macro; there are no patterns");
            }
        }
        return transforms;
    }

    private static @Nullable Drift drift(Fields fields, Problems problems) {
        return fields.text("drift").flatMap(word -> drift(word, problems)).orElse(null);
    }

    private static Optional<Drift> drift(Node.Scalar word, Problems problems) {
        Optional<Drift> drift = Drift.of(word.text());
        if (drift.isEmpty()) {
            wrong(word, "drift", Arrays.stream(Drift.values()).map(Drift::word).toList(), problems);
        }
        return drift;
    }

    private static SortedMap<String, Drift> resources(Fields of, Optional<Blueprint> blueprint, Problems problems) {
        SortedMap<String, Drift> resources = new TreeMap<>();
        for (Node.Entry entry : of.mapping("resources")
                .map(Node.Entries::all)
                .orElseGet(TreeMap::new)
                .values()) {
            Node.Scalar id = entry.key();
            blueprint
                    .filter(known -> !known.resources().containsKey(id.text()))
                    .ifPresent(known -> problems.add(
                            id.position(),
                            ProblemCode.UNKNOWN_RESOURCE,
                            "the blueprint " + known.name() + " has no resource " + id.text(),
                            Suggestion.hint(id.text(), known.resources().keySet())));
            Fields.mapping(entry.value(), "the policies of " + id.text(), problems)
                    .ifPresent(mapping -> {
                        Fields fields = new Fields(mapping, "the policies of a resource", problems);
                        Drift drift = drift(fields, problems);
                        fields.finish();
                        if (drift != null) {
                            resources.put(id.text(), drift);
                        }
                    });
        }
        return resources;
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
