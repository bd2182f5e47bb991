package dev.plumbline.accounts.balancers;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryApi;
import dev.plumbline.accounts.query.QueryParameters;
import dev.plumbline.accounts.query.QueryService;
import dev.plumbline.accounts.query.XmlNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The load balancers of one account and region. Each method may be repeated. What AWS answers as an error is raised as
 * a {@link Failure} that says what happens next.
 */
public final class Balancers {

    private static final ErrorTable ERRORS = ErrorTable.of("ELB").build();

    /** As many as one request for tags takes. */
    private static final int AT_ONCE = 20;

    private final QueryApi api;

    private Balancers(QueryApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for where a session works. */
    public static Balancers in(Session session) {
        return new Balancers(QueryApi.of(QueryService.ELB, ERRORS, session));
    }

    /**
     * Returns the load balancers that carry a tag with a value. One request for a page of all, and one for twenty's
     * tags.
     */
    public List<Balancer> tagged(String key, String value) {
        Map<String, Balancer> all =
                api.nextMarkedPages("DescribeLoadBalancers", QueryParameters.none(), "LoadBalancers").stream()
                        .map(Balancers::balancer)
                        .collect(Collectors.toMap(Balancer::arn, Function.identity()));
        List<String> arns = all.keySet().stream().sorted().toList();
        Set<String> wanted = new HashSet<>();
        for (int from = 0; from < arns.size(); from += AT_ONCE) {
            wanted.addAll(carrying(arns.subList(from, Math.min(from + AT_ONCE, arns.size())), key, value));
        }
        return arns.stream()
                .filter(wanted::contains)
                .map(arn -> requireNonNull(all.get(arn)))
                .toList();
    }

    /** Deletes a load balancer; does nothing where it is gone. It takes a while until it is. */
    public void delete(Balancer balancer) {
        var _ = api.call("DeleteLoadBalancer", QueryParameters.none().with("LoadBalancerArn", balancer.arn()));
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

    private List<String> carrying(List<String> arns, String key, String value) {
        return api
                .call("DescribeTags", QueryParameters.none().list("ResourceArns.member", arns))
                .find("DescribeTagsResult")
                .stream()
                .flatMap(result -> result.items("TagDescriptions").stream())
                .filter(each -> each.items("Tags").stream()
                        .anyMatch(tag ->
                                tag.text("Key").equals(key) && tag.text("Value").equals(value)))
                .map(each -> each.text("ResourceArn"))
                .toList();
    }

    private static Balancer balancer(XmlNode node) {
        return new Balancer(
                node.text("LoadBalancerArn"),
                node.text("LoadBalancerName"),
                node.find("State").map(state -> state.text("Code")).orElse(""));
    }
}
