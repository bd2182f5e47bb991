package dev.plumbline.estate.blueprint;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Node;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what a template makes in IAM can be told from what others made there. {@code plumbline-execution} may touch
 * only principals and policies whose names begin with {@code estate-}, as every name that CloudFormation makes up for a
 * stack of the estate does, or that lie under the path {@code /estate/}; see {@code bootstrap/member-deploy.yaml}.
 */
final class PrincipalNames {

    private static final String PREFIX = "estate-";
    private static final String PATH = "/estate/";

    /** The property that holds the name, of each type that has one. */
    private static final Map<String, String> NAMED_BY = Map.of(
            "AWS::IAM::Group", "GroupName",
            "AWS::IAM::InstanceProfile", "InstanceProfileName",
            "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
            "AWS::IAM::Role", "RoleName",
            "AWS::IAM::User", "UserName");

    private final Problems problems;

    /** Adds what it finds to a collection. */
    PrincipalNames(Problems problems) {
        this.problems = requireNonNull(problems, "problems is null");
    }

    /** Adds a problem if the resource is given a name that the execution role may not use. */
    void check(String type, Node.Entries resource) {
        String property = NAMED_BY.get(type);
        if (property == null || !(resource.value("Properties").orElse(null) instanceof Node.Entries properties)) {
            return;
        }
        Node.Entry name = properties.all().get(property);
        if (name == null || begins(properties.value("Path"), PATH) || begins(Optional.of(name.value()), PREFIX)) {
            return;
        }
        problems.add(
                name.key().position(),
                ProblemCode.PRINCIPAL_NOT_OF_ESTATE,
                property + " names a principal or policy that CloudFormation may not make",
                "add Path: " + PATH + ", or begin the name with " + PREFIX
                        + "; without a name CloudFormation makes one up that fits");
    }

    /** Whether a value surely begins so: as a text, or as one in which CloudFormation substitutes something later. */
    private static boolean begins(Optional<Node> value, String prefix) {
        Node node = value.orElse(null);
        if (node instanceof Node.Entries function && function.all().keySet().equals(Set.of("Fn::Sub"))) {
            node = function.value("Fn::Sub").orElse(null);
        }
        if (node instanceof Node.Items items && !items.all().isEmpty()) {
            node = items.all().getFirst();
        }
        return node instanceof Node.Scalar text
                && text.tag().orElse("!Sub").equals("!Sub")
                && text.text().startsWith(prefix);
    }
}
