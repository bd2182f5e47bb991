package dev.plumbline.journeys;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryApi;
import dev.plumbline.accounts.query.QueryParameters;
import dev.plumbline.accounts.query.QueryService;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Load balancers of an account that no stack has made, as Kubernetes makes them for what runs on a cluster. */
final class LoadBalancers {

    private static final ErrorTable ERRORS = ErrorTable.of("ELB").build();

    private final QueryApi api;
    private final QueryApi classic;

    LoadBalancers(Session account) {
        this.api = QueryApi.of(QueryService.ELB, ERRORS, account);
        this.classic = QueryApi.of(QueryService.CLASSIC_ELB, ERRORS, account);
    }

    void make(String name, Map<String, String> tags) {
        api.call("CreateLoadBalancer", tagged(tags).with("Name", name));
    }

    void makeClassic(String name, Map<String, String> tags) {
        classic.call("CreateLoadBalancer", tagged(tags).with("LoadBalancerName", name));
    }

    /** How those listen that EKS has made: a port and a protocol each. */
    List<String> listeners() {
        return api.nextMarkedPages("DescribeLoadBalancers", QueryParameters.none(), "LoadBalancers").stream()
                .map(balancer -> QueryParameters.none().with("LoadBalancerArn", balancer.text("LoadBalancerArn")))
                .flatMap(one -> api.nextMarkedPages("DescribeListeners", one, "Listeners").stream())
                .map(listener -> listener.text("Port") + " " + listener.text("Protocol"))
                .sorted()
                .toList();
    }

    /** Those whose names such a test gives, of either kind. */
    List<String> names() {
        return Stream.concat(
                        api.nextMarkedPages("DescribeLoadBalancers", QueryParameters.none(), "LoadBalancers").stream(),
                        classic
                                .nextMarkedPages(
                                        "DescribeLoadBalancers", QueryParameters.none(), "LoadBalancerDescriptions")
                                .stream())
                .map(balancer -> balancer.text("LoadBalancerName"))
                .filter(name -> name.matches("k8s-web-.*|a0123-.*|of-another"))
                .toList();
    }

    void remove(String name) {
        api.nextMarkedPages("DescribeLoadBalancers", QueryParameters.none(), "LoadBalancers").stream()
                .filter(balancer -> balancer.text("LoadBalancerName").equals(name))
                .map(balancer -> QueryParameters.none().with("LoadBalancerArn", balancer.text("LoadBalancerArn")))
                .forEach(one -> api.call("DeleteLoadBalancer", one));
    }

    private static QueryParameters tagged(Map<String, String> tags) {
        QueryParameters parameters = QueryParameters.none();
        int number = 1;
        for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
            parameters = parameters
                    .with("Tags.member." + number + ".Key", tag.getKey())
                    .with("Tags.member." + number + ".Value", tag.getValue());
            number++;
        }
        return parameters;
    }
}
