package dev.plumbline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The resource against an API server: what it sends, in which order, and what it makes of each answer. */
final class ManifestsResourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROLE = "/apis/rbac.authorization.k8s.io/v1/clusterroles/plumbline-manifests";
    private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";
    private static final String CLASS = "/apis/networking.k8s.io/v1/ingressclasses/alb";
    private static final String PARAMS = "/apis/eks.amazonaws.com/v1/ingressclassparams/alb";
    private static final String READY =
            "{\"observedGeneration\":1,\"replicas\":2,\"updatedReplicas\":2,\"availableReplicas\":2}";

    private static final String INGRESS_CLASS = """
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: { name: alb }
            spec: { controller: eks.amazonaws.com/alb }
            """;
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web, namespace: shop }
            spec: { replicas: 2 }
            """;
    private static final String SELECTING = DEPLOYMENT.replace("2 }", "2, selector: { matchLabels: { app: web } } }");
    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata: { name: shop }
            """;

    private final ApiServer server;
    private final AtomicLong now = new AtomicLong();

    ManifestsResourceTest() throws IOException {
        server = new ApiServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void handle(String type, String manifests, @Nullable String before, String... more) {
        ObjectNode properties =
                JSON.createObjectNode().put("ServiceToken", "arn").put("Manifests", manifests);
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        ObjectNode event = JSON.createObjectNode()
                .put("RequestType", type)
                .put("StackId", "arn:aws:cloudformation:eu-west-1:111111111111:stack/estate-cluster/1")
                .put("RequestId", "r")
                .put("LogicalResourceId", "Manifests")
                .put("ResponseURL", server.url() + "/answer");
        event.set("ResourceProperties", properties);
        if (before != null) {
            event.set("OldResourceProperties", JSON.createObjectNode().put("Manifests", before));
        }
        Patience patience =
                new Patience(now::get, Duration.ofMinutes(14).toNanos(), pause -> now.addAndGet(pause.toNanos()));
        new ManifestsResource(connection(), patience).handle(ResourceEvent.from(event));
    }

    private Connection connection() {
        return Connection.from(Map.of(
                "PLUMBLINE_CLUSTER", "dev",
                "PLUMBLINE_CLUSTER_ENDPOINT", server.url(),
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", "session"));
    }

    @Test
    void create_manifest_isAppliedOnTheServersSideUnderTheListsName() {
        handle("Create", INGRESS_CLASS, null);

        ApiServer.Seen applied = server.seen.stream()
                .filter(request -> request.line().equals("PATCH " + CLASS))
                .findFirst()
                .orElseThrow();
        assertThat(applied.contentType()).startsWith("application/apply-patch+yaml");
        assertThat(applied.query())
                .contains("fieldManager=estate-cluster.Manifests")
                .contains("force=false");
        assertThat(applied.body().at("/metadata/labels/plumbline.dev~1owner").asText())
                .isEqualTo("estate-cluster.Manifests");
        assertThat(applied.body().at("/spec/controller").asText()).isEqualTo("eks.amazonaws.com/alb");
    }

    @Test
    void create_manifests_areAppliedWithLessThanTheFunctionsOwnRights() {
        handle("Create", INGRESS_CLASS, null);

        assertThat(server.seen)
                .filteredOn(request -> request.method().equals("PATCH"))
                .extracting(request -> request.line() + " as " + request.user())
                .containsExactly(
                        "PATCH " + ROLE + " as null",
                        "PATCH /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/plumbline-manifests as null",
                        "PATCH " + CLASS + " as plumbline:manifests");
        assertThat(server.object(ROLE).at("/rules").toString())
                .doesNotContain("secrets\"")
                .doesNotContain("rbac.authorization");
    }

    @Test
    void create_namespaceListedLast_isAppliedFirst() {
        server.status(WEB, READY);

        handle("Create", DEPLOYMENT + "---\n" + NAMESPACE, null);

        assertThat(server.lines("PATCH")).endsWith("PATCH /api/v1/namespaces/shop", "PATCH " + WEB);
    }

    @Test
    void create_kindThatIsNotThereYet_isWaitedFor() {
        server.kind("eks.amazonaws.com/v1", "IngressClassParams", "ingressclassparams", false);
        server.answer("GET /apis/eks.amazonaws.com/v1", 404, "404 page not found");
        server.answer("GET /apis/eks.amazonaws.com/v1", 404, "404 page not found");

        handle("Create", "apiVersion: eks.amazonaws.com/v1\nkind: IngressClassParams\nmetadata: { name: alb }\n", null);

        assertThat(server.has(PARAMS)).isTrue();
        assertThat(Duration.ofNanos(now.get())).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void create_kindThatNeverComes_failsAndNamesTheObject() {
        assertThatThrownBy(() -> handle(
                        "Create",
                        "apiVersion: eks.amazonaws.com/v1\nkind: IngressClassParams\nmetadata: { name: alb }\n",
                        null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("IngressClassParams alb: the cluster does not know the kind");
    }

    @Test
    void create_fieldsHeldByOthers_failsAndSaysWhichAndWhose() {
        server.answer(
                "PATCH " + WEB,
                409,
                ApiServer.failure(
                        409,
                        "Conflict",
                        "Apply failed with 1 conflict: conflict with \\\"kubectl-edit\\\" using apps/v1: .spec.replicas",
                        "\"causes\":[{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"kubectl-edit\\\" using"
                                + " apps/v1\",\"field\":\".spec.replicas\"}]"));

        assertThatThrownBy(() -> handle("Create", DEPLOYMENT, null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Deployment shop/web")
                .hasMessageContaining(".spec.replicas")
                .hasMessageContaining("kubectl-edit")
                .hasMessageContaining("Force");
    }

    @Test
    void create_withForce_takesFields() {
        handle("Create", INGRESS_CLASS, null, "Force", "true");

        assertThat(server.seen)
                .anyMatch(each ->
                        each.line().equals("PATCH " + CLASS) && each.query().contains("force=true"));
    }

    @Test
    void create_conflictOfTwoWriters_isRepeated() {
        server.answer("PATCH " + CLASS, 409, ApiServer.failure(409, "Conflict", "the object has been modified", ""));

        handle("Create", INGRESS_CLASS, null);

        assertThat(server.has(CLASS)).isTrue();
    }

    @Test
    void create_rightsNotKnownYet_isRepeated() {
        server.answer(
                "GET /apis/rbac.authorization.k8s.io/v1",
                401,
                ApiServer.failure(401, "Unauthorized", "Unauthorized", ""));
        server.answer("PATCH " + CLASS, 403, ApiServer.failure(403, "Forbidden", "ingressclasses is forbidden", ""));
        server.answer("PATCH " + CLASS, 503, "");

        handle("Create", INGRESS_CLASS, null);

        assertThat(server.has(CLASS)).isTrue();
    }

    @Test
    void create_whatListsMayNotHold_failsAsForbidden() {
        for (int i = 0; i < 100; i++) {
            server.answer(
                    "PATCH /api/v1/namespaces/shop",
                    403,
                    ApiServer.failure(403, "Forbidden", "namespaces \\\"shop\\\" is forbidden", ""));
        }

        assertThatThrownBy(() -> handle("Create", NAMESPACE, null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Namespace shop: cannot apply it, which is forbidden");
        assertThat(Duration.ofNanos(now.get())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void create_invalidObject_failsAtOnceWithWhatTheServerSays() {
        server.answer(
                "PATCH " + WEB,
                422,
                ApiServer.failure(
                        422, "Invalid", "Deployment.apps \\\"web\\\" is invalid: spec.selector: Required value", ""));

        assertThatThrownBy(() -> handle("Create", DEPLOYMENT, null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Deployment shop/web: cannot apply it: Deployment.apps \"web\" is invalid");
        assertThat(now.get()).isZero();
    }

    @Test
    void create_rollout_isWaitedFor() {
        server.status(
                WEB,
                "{}",
                "{\"observedGeneration\":1,\"replicas\":1,\"updatedReplicas\":1}",
                "{\"observedGeneration\":1,\"replicas\":3,\"updatedReplicas\":2,\"availableReplicas\":2}",
                READY);

        handle("Create", DEPLOYMENT, null);

        assertThat(Duration.ofNanos(now.get())).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void create_rolloutThatDoesNotProgress_failsWithTheReason() {
        server.status(
                WEB,
                "{\"observedGeneration\":1,\"conditions\":[{\"type\":\"Progressing\",\"status\":\"False\","
                        + "\"reason\":\"ProgressDeadlineExceeded\",\"message\":\"ReplicaSet web-1 has timed out progressing.\"}]}");

        assertThatThrownBy(() -> handle("Create", DEPLOYMENT, null))
                .isInstanceOf(Refused.class)
                .hasMessage("Deployment shop/web does not get ready: ReplicaSet web-1 has timed out progressing.");
    }

    /**
     * Kubernetes says of a rollout only that its deadline is over; why its pods do not start stands at them
     * (Kubernetes, "Images": ImagePullBackOff).
     */
    @Test
    void create_imageThatCannotBePulled_failsWithWhatThePodSays() {
        server.status(
                WEB,
                "{\"observedGeneration\":1,\"conditions\":[{\"type\":\"Progressing\",\"status\":\"False\","
                        + "\"reason\":\"ProgressDeadlineExceeded\",\"message\":\"ReplicaSet web-1 has timed out progressing.\"}]}");
        server.answer("GET /api/v1/namespaces/shop/pods", 200, """
                {"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [
                  {"metadata": {"name": "web-0"}, "status": {"containerStatuses": [{"name": "web", "state": {"running": {}}}]}},
                  {"metadata": {"name": "web-1"}, "status": {"containerStatuses": [{"name": "web", "state": {"waiting": {
                    "reason": "ImagePullBackOff", "message": "Back-off pulling image \\"shop:1.0.0\\""}}}]}}]}
                """);

        assertThatThrownBy(() -> handle("Create", SELECTING, null))
                .isInstanceOf(Refused.class)
                .hasMessage("Deployment shop/web does not get ready: ReplicaSet web-1 has timed out progressing."
                        + " The pod web-1 waits, ImagePullBackOff: Back-off pulling image \"shop:1.0.0\"");
        assertThat(server.seen)
                .filteredOn(request -> request.line().equals("GET /api/v1/namespaces/shop/pods"))
                .extracting(ApiServer.Seen::user, ApiServer.Seen::query)
                .containsExactly(tuple("plumbline:manifests", "labelSelector=app%3Dweb"));
    }

    @Test
    void create_rolloutThatTakesTooLong_failsWithHowFarItGot() {
        server.status(WEB, "{\"observedGeneration\":1,\"replicas\":2,\"updatedReplicas\":2,\"availableReplicas\":1}");

        assertThatThrownBy(() -> handle("Create", DEPLOYMENT, null, "TimeoutSeconds", "60"))
                .isInstanceOf(Refused.class)
                .hasMessage("Deployment shop/web is not ready: 2 of 2 updated, 1 ready, and the time is over");
        assertThat(Duration.ofNanos(now.get())).isLessThanOrEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void update_manifestThatIsNoLongerListed_isDeleted() {
        handle("Create", INGRESS_CLASS + "---\n" + NAMESPACE, null);

        handle("Update", INGRESS_CLASS, INGRESS_CLASS + "---\n" + NAMESPACE);

        assertThat(server.lines("DELETE")).containsExactly("DELETE /api/v1/namespaces/shop");
        assertThat(server.has(CLASS)).isTrue();
    }

    @Test
    void update_newerVersionOfTheApi_isTheSameObject() {
        server.kind("networking.k8s.io/v2", "IngressClass", "ingressclasses", false);
        handle("Create", INGRESS_CLASS, null);

        handle("Update", INGRESS_CLASS.replace("/v1", "/v2"), INGRESS_CLASS);

        assertThat(server.lines("DELETE")).isEmpty();
    }

    @Test
    void update_sameAgain_changesNothing() {
        handle("Create", INGRESS_CLASS, null);
        ObjectNode first = server.object(CLASS).deepCopy();

        handle("Update", INGRESS_CLASS, INGRESS_CLASS);

        assertThat(server.object(CLASS)).isEqualTo(first);
        assertThat(server.lines("DELETE")).isEmpty();
    }

    @Test
    void delete_objects_goInReverseAndOnlyThoseOfThisList() throws IOException {
        server.status(WEB, READY);
        handle("Create", NAMESPACE + "---\n" + DEPLOYMENT, null);
        server.put(CLASS, """
                {"apiVersion":"networking.k8s.io/v1","kind":"IngressClass",
                "metadata":{"name":"alb","labels":{"plumbline.dev/owner":"estate-other.Manifests"}}}""");

        handle("Delete", NAMESPACE + "---\n" + DEPLOYMENT + "---\n" + INGRESS_CLASS, null);

        assertThat(server.lines("DELETE")).containsExactly("DELETE " + WEB, "DELETE /api/v1/namespaces/shop");
        assertThat(server.has(CLASS)).isTrue();
    }

    @Test
    void delete_twice_isDone() {
        handle("Create", NAMESPACE, null);
        handle("Delete", NAMESPACE, null);

        handle("Delete", NAMESPACE, null);

        assertThat(server.lines("DELETE")).hasSize(1);
    }

    @Test
    void delete_objectThatTakesItsTime_isWaitedFor() {
        handle("Create", NAMESPACE, null);
        server.answer(
                "DELETE /api/v1/namespaces/shop",
                200,
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");

        assertThatThrownBy(() -> handle("Delete", NAMESPACE, null))
                .isInstanceOf(Refused.class)
                .hasMessage("Namespace shop is being deleted, and the time is over");
    }

    @Test
    void update_undoingAListThatWasForbidden_isDone() {
        for (int i = 0; i < 100; i++) {
            server.answer("GET /api/v1/namespaces/shop", 403, ApiServer.failure(403, "Forbidden", "forbidden", ""));
        }

        handle("Update", INGRESS_CLASS, INGRESS_CLASS + "---\n" + NAMESPACE);

        assertThat(server.lines("DELETE")).isEmpty();
    }

    @Test
    void delete_kindThatIsGone_isDone() {
        handle("Delete", "apiVersion: eks.amazonaws.com/v1\nkind: IngressClassParams\nmetadata: { name: alb }\n", null);

        assertThat(server.lines("DELETE")).isEmpty();
    }

    @Test
    void create_unknownProperty_isRefused() {
        assertThatThrownBy(() -> handle("Create", NAMESPACE, null, "Forse", "true"))
                .isInstanceOf(Refused.class)
                .hasMessage("Unknown properties: Forse");
        assertThat(List.copyOf(server.seen)).isEmpty();
    }
}
