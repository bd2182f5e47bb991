package dev.plumbline.accounts.clusters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.wire.DocumentError;
import dev.plumbline.accounts.wire.Received;
import dev.plumbline.accounts.wire.Wire;
import dev.plumbline.failure.Failure;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The clusters of one account and region. Each method may be repeated. What AWS answers as an error is raised as a
 * {@link Failure} that says what happens next.
 */
public final class Clusters {

    private static final ErrorTable ERRORS =
            ErrorTable.of("EKS").retry("ServerException").build();
    private static final ErrorCode NOTHING = new ErrorCode("ResourceNotFoundException");

    private static final Wire.Service EKS = Wire.Service.regional("EKS", "eks");
    private static final int PAGES = 100;

    private final Session session;
    private final Wire wire;

    private Clusters(Session session) {
        this.session = requireNonNull(session, "session is null");
        this.wire = Wire.to(EKS, session);
    }

    /** Returns the gateway for where a session works. */
    public static Clusters in(Session session) {
        return new Clusters(session);
    }

    /** Returns a cluster, or nothing where there is none of that name. */
    public Optional<ClusterPart> named(String cluster) {
        return read("DescribeCluster", "/clusters/" + cluster, "").map(answer -> part(answer, "cluster", "name"));
    }

    /** Returns the add-ons of a cluster; none where there is no such cluster. One request for each, and one more. */
    public List<ClusterPart> addons(String cluster) {
        return parts(cluster, "ListAddons", "DescribeAddon", "addons", "addon", "addonName");
    }

    /**
     * Returns the node groups of a cluster; none where there is no such cluster. One request for each, and one more.
     */
    public List<ClusterPart> nodeGroups(String cluster) {
        return parts(cluster, "ListNodegroups", "DescribeNodegroup", "node-groups", "nodegroup", "nodegroupName");
    }

    /**
     * Returns who may do what in a cluster by its access entries; nobody where there is no such cluster. One request
     * for each, and one more.
     */
    public List<Access> accesses(String cluster) {
        String path = "/clusters/" + cluster + "/access-entries";
        List<Access> accesses = new ArrayList<>();
        for (String principal : names("ListAccessEntries", path, "accessEntries")) {
            String policies = path + "/" + URLEncoder.encode(principal, UTF_8) + "/access-policies";
            listed("ListAssociatedAccessPolicies", policies, "associatedAccessPolicies")
                    .map(found -> Access.from(principal, found))
                    .ifPresent(accesses::add);
        }
        return List.copyOf(accesses);
    }

    private List<ClusterPart> parts(
            String cluster, String list, String describe, String collection, String part, String name) {
        String path = "/clusters/" + cluster + "/" + collection;
        List<ClusterPart> parts = new ArrayList<>();
        for (String each : names(list, path, part + "s")) {
            read(describe, path + "/" + each, "")
                    .map(answer -> part(answer, part, name))
                    .ifPresent(parts::add);
        }
        return List.copyOf(parts);
    }

    private List<String> names(String action, String path, String list) {
        return listed(action, path, list).stream()
                .flatMap(List::stream)
                .map(JsonNode::asText)
                .toList();
    }

    /** The entries of all pages of a list, or nothing where there is no such thing. */
    private Optional<List<JsonNode>> listed(String action, String path, String list) {
        List<JsonNode> entries = new ArrayList<>();
        String next = "";
        for (int page = 0; page < PAGES; page++) {
            Optional<JsonNode> answer = read(action, path, next);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            answer.get().path(list).forEach(entries::add);
            next = answer.get().path("nextToken").asText("");
            if (next.isEmpty()) {
                return Optional.of(entries);
            }
        }
        throw new IllegalStateException(action + " has more than " + PAGES + " pages");
    }

    private static ClusterPart part(JsonNode answer, String field, String name) {
        JsonNode part = answer.path(field);
        String issues = StreamSupport.stream(part.path("health").path("issues").spliterator(), false)
                .map(issue -> issue.path("code").asText() + " "
                        + issue.path("message").asText())
                .collect(joining("; "));
        return new ClusterPart(part.path(name).asText(), part.path("status").asText(), issues);
    }

    private Optional<JsonNode> read(String action, String path, String next) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(wire.endpoint())
                .encodedPath(path);
        if (!next.isEmpty()) {
            request.putRawQueryParameter("nextToken", next);
        }
        return ERRORS.callUnless(
                NOTHING,
                "call " + action + " in " + session,
                () -> wire.send(action, request.build(), new byte[0], Clusters::answer));
    }

    private static JsonNode answer(Received answer) throws IOException {
        if (!answer.isSuccessful()) {
            throw DocumentError.read(answer);
        }
        return Json.read(answer.body());
    }
}
