package dev.plumbline.accounts.balancers;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryApi;
import dev.plumbline.accounts.query.QueryParameters;
import dev.plumbline.accounts.query.QueryService;
import dev.plumbline.accounts.query.XmlNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The load balancers of one account and region. Each method may be repeated. What AWS answers as an error is raised as
 * a {@link Failure} that says what happens next.
 */
public final class Balancers {

    private static final ErrorTable ERRORS = ErrorTable.of("ELB").build();

    /** As many as one request for tags takes. */
    private static final int AT_ONCE = 20;

    /** The tag that EKS puts on what a cluster of Auto Mode makes, with the cluster's name. */
    private static final String OF_EKS = "eks:eks-cluster-name";

    /** The tag that the AWS Load Balancer Controller puts on what it makes, with the cluster's name. */
    private static final String OF_CONTROLLER = "elbv2.k8s.aws/cluster";

    /** How the tag begins by which Kubernetes' own controller knows what it has made; the cluster's name ends it. */
    private static final String OF_KUBERNETES = "kubernetes.io/cluster/";

    /** What that tag says of what goes with its cluster; what several use is {@code shared}. */
    private static final String OWNED = "owned";

    private final QueryApi api;
    private final QueryApi classic;

    private Balancers(QueryApi api, QueryApi classic) {
        this.api = requireNonNull(api, "api is null");
        this.classic = requireNonNull(classic, "classic is null");
    }

    /** Returns the gateway for where a session works. */
    public static Balancers in(Session session) {
        return new Balancers(
                QueryApi.of(QueryService.ELB, ERRORS, session), QueryApi.of(QueryService.CLASSIC_ELB, ERRORS, session));
    }

    /**
     * Returns the load balancers that carry a tag with a value, none of them Classic ones. One request for a page of
     * all, and one for twenty's tags.
     */
    public List<Balancer> tagged(String key, String value) {
        return carrying(tags -> value.equals(tags.get(key)));
    }

    /**
     * Returns the load balancers that a Kubernetes cluster has made for what runs on it, whichever controller did:
     * application, network and Classic ones. One request for a page of either kind, and one for twenty's tags.
     *
     * @param cluster the cluster's name
     */
    public List<Balancer> ofCluster(String cluster) {
        Predicate<Map<String, String>> own = tags -> cluster.equals(tags.get(OF_EKS))
                || cluster.equals(tags.get(OF_CONTROLLER))
                || OWNED.equals(tags.get(OF_KUBERNETES + cluster));
        return Stream.concat(carrying(own).stream(), classic(own).stream()).toList();
    }

    /** Deletes a load balancer; does nothing where it is gone. It takes a while until it is. */
    public void delete(Balancer balancer) {
        var _ = balancer.isClassic()
                ? classic.call("DeleteLoadBalancer", QueryParameters.none().with("LoadBalancerName", balancer.name()))
                : api.call("DeleteLoadBalancer", QueryParameters.none().with("LoadBalancerArn", balancer.arn()));
    }

    /** Returns what stands behind a load balancer. One request for its target groups, and one for each of them. */
    public List<Target> targets(Balancer balancer) {
        QueryParameters ofIt = QueryParameters.none().with("LoadBalancerArn", balancer.arn());
        return api.nextMarkedPages("DescribeTargetGroups", ofIt, "TargetGroups").stream()
                .flatMap(group -> health(group).stream())
                .toList();
    }

    private List<Target> health(XmlNode group) {
        XmlNode answer = api.call(
                "DescribeTargetHealth", QueryParameters.none().with("TargetGroupArn", group.text("TargetGroupArn")));
        return answer.find("DescribeTargetHealthResult").stream()
                .flatMap(result -> result.items("TargetHealthDescriptions").stream())
                .map(each -> new Target(
                        group.text("TargetGroupName"),
                        each.find("Target").map(target -> target.text("Id")).orElse(""),
                        each.find("TargetHealth")
                                .map(found -> found.text("State"))
                                .orElse(""),
                        each.find("TargetHealth")
                                .map(found -> found.text("Description"))
                                .orElse("")))
                .toList();
    }

    private List<Balancer> carrying(Predicate<Map<String, String>> wanted) {
        List<Balancer> all =
                api.nextMarkedPages("DescribeLoadBalancers", QueryParameters.none(), "LoadBalancers").stream()
                        .map(Balancers::balancer)
                        .toList();
        return among(
                all,
                wanted,
                Balancer::arn,
                "ResourceArn",
                names -> api.call("DescribeTags", QueryParameters.none().list("ResourceArns.member", names)));
    }

    private List<Balancer> classic(Predicate<Map<String, String>> wanted) {
        List<Balancer> all =
                classic
                        .nextMarkedPages("DescribeLoadBalancers", QueryParameters.none(), "LoadBalancerDescriptions")
                        .stream()
                        .map(node -> Balancer.classic(node.text("LoadBalancerName")))
                        .toList();
        return among(
                all,
                wanted,
                Balancer::name,
                "LoadBalancerName",
                names -> classic.call("DescribeTags", QueryParameters.none().list("LoadBalancerNames.member", names)));
    }

    /** Those whose tags are wanted, in the order of what they are known by. */
    private static List<Balancer> among(
            List<Balancer> all,
            Predicate<Map<String, String>> wanted,
            Function<Balancer, String> known,
            String field,
            Function<List<String>, XmlNode> tagsOf) {
        List<Balancer> sorted = all.stream().sorted(Comparator.comparing(known)).toList();
        Set<String> carrying = new HashSet<>();
        for (int from = 0; from < sorted.size(); from += AT_ONCE) {
            List<String> names = sorted.subList(from, Math.min(from + AT_ONCE, sorted.size())).stream()
                    .map(known)
                    .toList();
            tagsOf.apply(names).find("DescribeTagsResult").stream()
                    .flatMap(result -> result.items("TagDescriptions").stream())
                    .filter(each -> wanted.test(tags(each)))
                    .forEach(each -> carrying.add(each.text(field)));
        }
        return sorted.stream()
                .filter(balancer -> carrying.contains(known.apply(balancer)))
                .toList();
    }

    private static Map<String, String> tags(XmlNode described) {
        return described.items("Tags").stream()
                .collect(Collectors.toMap(tag -> tag.text("Key"), tag -> tag.text("Value"), (one, other) -> other));
    }

    private static Balancer balancer(XmlNode node) {
        return new Balancer(
                node.text("LoadBalancerArn"),
                node.text("LoadBalancerName"),
                node.find("State").map(state -> state.text("Code")).orElse(""));
    }
}
