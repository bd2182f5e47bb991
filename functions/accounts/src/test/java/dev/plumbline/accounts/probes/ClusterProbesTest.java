package dev.plumbline.accounts.probes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.failure.Stalled;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClusterProbesTest {

    private static final String ROLE = "arn:aws:iam::111111111111:role/";

    private static final Map<String, JsonNode> ARGUMENTS = Map.of(
            "ClusterName", TextNode.valueOf("prod"),
            "AddonNames", TextNode.valueOf("metrics-server,external-dns"),
            "NodeRoleArn", TextNode.valueOf(ROLE + "nodes"),
            "AccessEntries",
                    JsonNodeFactory.instance
                            .arrayNode()
                            .add(ROLE + "admin AmazonEKSClusterAdminPolicy")
                            .add(ROLE + "developer AmazonEKSEditPolicy shop billing"));

    private final Map<String, String> answers = new HashMap<>();
    private final StubAws aws = new StubAws(this::answer);

    private StubAnswer answer(StubRequest request) {
        return Optional.ofNullable(answers.get(request.action()))
                .map(body -> body.startsWith("{") ? StubAnswer.ok(body) : StubAnswer.result(request.action(), body))
                .orElseGet(() ->
                        StubAnswer.restError(404, "ResourceNotFoundException", "No cluster found for name: prod."));
    }

    private ProbeResult look(String probe) {
        return new Probes().look(probe, ARGUMENTS, aws.hub());
    }

    private void cluster(String status, String issues) {
        answers.put(
                "GET /clusters/prod",
                "{\"cluster\":{\"name\":\"prod\",\"status\":\"%s\",\"health\":{\"issues\":[%s]}}}"
                        .formatted(status, issues));
    }

    private void addons(String... namesAndStatuses) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < namesAndStatuses.length; i += 2) {
            String name = namesAndStatuses[i];
            names.append(i == 0 ? "" : ",").append('"').append(name).append('"');
            answers.put(
                    "GET /clusters/prod/addons/" + name,
                    "{\"addon\":{\"addonName\":\"%s\",\"status\":\"%s\",\"health\":{\"issues\":[]}}}"
                            .formatted(name, namesAndStatuses[i + 1]));
        }
        answers.put("GET /clusters/prod/addons", "{\"addons\":[" + names + "]}");
    }

    @Test
    void cluster_active_passes() {
        cluster("ACTIVE", "");

        assertThat(look("cluster-active"))
                .isEqualTo(new ProbeResult(true, "prod", "ACTIVE, without issues", "prod is ACTIVE"));
    }

    @Test
    void cluster_withAnIssue_saysWhat() {
        cluster("ACTIVE", "{\"code\":\"Ec2SubnetNotFound\",\"message\":\"a subnet is gone\"}");

        ProbeResult result = look("cluster-active");

        assertThat(result.passed()).isFalse();
        assertThat(result.seen()).isEqualTo("prod is ACTIVE: Ec2SubnetNotFound a subnet is gone");
    }

    @Test
    void cluster_gone_fails() {
        assertThat(look("cluster-active").seen()).isEqualTo("no such cluster");
    }

    @Test
    void cluster_roleThatMayNot_isStalled() {
        StubAws refusing = new StubAws(request -> StubAnswer.restError(403, "AccessDeniedException", "no"));

        assertThatThrownBy(() -> new Probes().look("cluster-active", ARGUMENTS, refusing.hub()))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("DescribeCluster");
    }

    /** What answers in EKS's place, a proxy for one, names no error: that is not a cluster that is gone. */
    @Test
    void cluster_answerOfSomethingElse_isStalled() {
        StubAws proxy = new StubAws(request -> new StubAnswer(404, "<html>not here</html>"));

        assertThatThrownBy(() -> new Probes().look("cluster-active", ARGUMENTS, proxy.hub()))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("HTTP404");
    }

    @Test
    void addons_allActive_passes() {
        addons("metrics-server", "ACTIVE", "external-dns", "UPDATING");

        assertThat(look("cluster-addons-active").seen()).isEqualTo("2 active");
        assertThat(look("cluster-addons-active").passed()).isTrue();
    }

    @Test
    void addons_oneDegradedAndOneMissing_namesBoth() {
        addons("metrics-server", "DEGRADED");

        assertThat(look("cluster-addons-active"))
                .isEqualTo(new ProbeResult(
                        false,
                        "prod: external-dns, metrics-server",
                        "every add-on there and ACTIVE, without issues",
                        "external-dns is missing; metrics-server is DEGRADED"));
    }

    private void accesses(String... rolesAndPolicies) {
        StringBuilder principals = new StringBuilder();
        for (int i = 0; i < rolesAndPolicies.length; i += 2) {
            String arn = ROLE + rolesAndPolicies[i];
            principals.append(i == 0 ? "" : ",").append('"').append(arn).append('"');
            answers.put(
                    "GET /clusters/prod/access-entries/" + URLEncoder.encode(arn, UTF_8) + "/access-policies",
                    "{\"associatedAccessPolicies\":[" + rolesAndPolicies[i + 1] + "]}");
        }
        answers.put("GET /clusters/prod/access-entries", "{\"accessEntries\":[" + principals + "]}");
    }

    private static String policy(String name, String... namespaces) {
        return "{\"policyArn\":\"arn:aws:eks::aws:cluster-access-policy/%s\",\"accessScope\":{\"namespaces\":[%s]}}"
                .formatted(
                        name,
                        Stream.of(namespaces).map(each -> '"' + each + '"').collect(joining(",")));
    }

    @Test
    void access_asDeclaredAndWhatEksAdds_passes() {
        accesses(
                "admin", policy("AmazonEKSClusterAdminPolicy"),
                "developer", policy("AmazonEKSEditPolicy", "billing", "shop"),
                "nodes", policy("AmazonEKSAutoNodePolicy"),
                "aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS", "");

        assertThat(look("cluster-access-as-declared"))
                .isEqualTo(new ProbeResult(true, "prod", "the declared access entries", "2 as declared"));
    }

    @Test
    void access_widerMissingOrStrange_isNamed() {
        accesses("developer", policy("AmazonEKSEditPolicy"), "stranger", policy("AmazonEKSViewPolicy"));

        assertThat(look("cluster-access-as-declared"))
                .isEqualTo(new ProbeResult(
                        false,
                        "prod: " + ROLE + "admin, " + ROLE + "developer, " + ROLE + "stranger",
                        ROLE + "admin: AmazonEKSClusterAdminPolicy; " + ROLE
                                + "developer: AmazonEKSEditPolicy billing shop; " + ROLE + "stranger: no entry",
                        ROLE + "admin: no entry; " + ROLE + "developer: AmazonEKSEditPolicy; " + ROLE
                                + "stranger: AmazonEKSViewPolicy"));
    }

    /** ListAssociatedAccessPolicies answers in pages (botocore's paginator: nextToken). */
    @Test
    void access_policyOfASecondPage_isSeen() {
        StubAws paging = new StubAws(request -> {
            boolean second =
                    request.http().firstMatchingRawQueryParameter("nextToken").isPresent();
            return StubAnswer.ok(
                    request.action().endsWith("/access-entries")
                            ? "{\"accessEntries\":[\"" + ROLE + "nodes\"]}"
                            : "{\"associatedAccessPolicies\":["
                                    + policy(second ? "AmazonEKSClusterAdminPolicy" : "AmazonEKSAutoNodePolicy") + "]"
                                    + (second ? "}" : ",\"nextToken\":\"2\"}"));
        });

        assertThat(new Probes()
                        .look("cluster-access-as-declared", ARGUMENTS, paging.hub())
                        .seen())
                .contains(ROLE + "nodes: AmazonEKSAutoNodePolicy, AmazonEKSClusterAdminPolicy");
    }

    @Test
    void access_nodesWithMoreThanNodesNeed_fails() {
        accesses("nodes", policy("AmazonEKSClusterAdminPolicy"));

        assertThat(look("cluster-access-as-declared").seen()).contains(ROLE + "nodes: AmazonEKSClusterAdminPolicy");
    }

    @Test
    void nodeGroups_none_passes() {
        answers.put("GET /clusters/prod/node-groups", "{\"nodegroups\":[]}");

        assertThat(look("node-groups-healthy").passed()).isTrue();
    }

    @Test
    void nodeGroups_oneWithIssues_saysWhichAndWhy() {
        answers.put("GET /clusters/prod/node-groups", "{\"nodegroups\":[\"a\"]}");
        answers.put(
                "GET /clusters/prod/node-groups/a",
                "{\"nodegroup\":{\"nodegroupName\":\"a\",\"status\":\"ACTIVE\",\"health\":{\"issues\":[{\"code\":"
                        + "\"AsgInstanceLaunchFailures\",\"message\":\"quota\"}]}}}");

        assertThat(look("node-groups-healthy").seen()).isEqualTo("a is ACTIVE: AsgInstanceLaunchFailures quota");
    }

    @Test
    void balancers_noneOfTheCluster_passesWithoutLookingAtTargets() {
        balancers("active", "other");

        assertThat(look("load-balancers-healthy").seen()).isEqualTo("0 healthy");
        assertThat(aws.requests())
                .extracting(StubRequest::action)
                .containsExactly("DescribeLoadBalancers", "DescribeTags");
    }

    @Test
    void balancers_healthy_passes() {
        balancers("active", "prod");
        targets("healthy", "draining");

        assertThat(look("load-balancers-healthy"))
                .isEqualTo(new ProbeResult(
                        true, "prod", "every load balancer active, with healthy targets only", "1 healthy"));
    }

    @Test
    void balancers_unhealthyTarget_isNamedWithItsReason() {
        balancers("active", "prod");
        targets("healthy", "unhealthy");

        ProbeResult result = look("load-balancers-healthy");

        assertThat(result.passed()).isFalse();
        assertThat(result.resource()).isEqualTo("k8s-web");
        assertThat(result.seen()).isEqualTo("group 10.0.0.1 is unhealthy: codes: [503]");
    }

    @Test
    void balancers_withoutAnyHealthyTarget_fails() {
        balancers("provisioning", "prod");
        targets();

        assertThat(look("load-balancers-healthy").seen())
                .isEqualTo("k8s-web is provisioning; k8s-web has no healthy target");
    }

    private void balancers(String state, String cluster) {
        answers.put(
                "DescribeLoadBalancers",
                "<LoadBalancers><member><LoadBalancerArn>arn:1</LoadBalancerArn><LoadBalancerName>k8s-web</LoadBalancerName>"
                        + "<State><Code>" + state + "</Code></State></member></LoadBalancers>");
        answers.put(
                "DescribeTags",
                "<TagDescriptions><member><ResourceArn>arn:1</ResourceArn><Tags><member><Key>eks:eks-cluster-name</Key><Value>"
                        + cluster + "</Value></member></Tags></member></TagDescriptions>");
    }

    private void targets(String... states) {
        answers.put(
                "DescribeTargetGroups",
                "<TargetGroups><member><TargetGroupArn>arn:2</TargetGroupArn><TargetGroupName>group</TargetGroupName></member>"
                        + "</TargetGroups>");
        StringBuilder targets = new StringBuilder("<TargetHealthDescriptions>");
        for (int i = 0; i < states.length; i++) {
            targets.append(
                    "<member><Target><Id>10.0.0.%d</Id></Target><TargetHealth><State>%s</State>%s</TargetHealth></member>"
                            .formatted(
                                    i,
                                    states[i],
                                    states[i].equals("unhealthy") ? "<Description>codes: [503]</Description>" : ""));
        }
        answers.put(
                "DescribeTargetHealth",
                targets.append("</TargetHealthDescriptions>").toString());
    }
}
