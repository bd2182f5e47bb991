package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Bitbucket Cloud: comments, whose Markdown knows no HTML, and Code Insights, which annotate any line of a commit. */
final class BitbucketPullRequests implements PullRequestApi {

    private static final CommentForm FORM = new CommentForm(32_000, false);
    private static final int PAGE = 100;
    private static final int PAGES = 30;
    private static final int ANNOTATIONS_AT_ONCE = 100;
    private static final int ANNOTATIONS = 1_000;
    private static final int SUMMARY_LENGTH = 450;
    private static final String REPORT = "plumbline-estate";
    private static final Set<Integer> NOT_FOR_THIS_TOKEN = Set.of(401, 403, 404);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String repository;
    private final ProviderRequests requests;

    BitbucketPullRequests(String owned, ProviderRequests requests) {
        this.repository = "/repositories/" + requireNonNull(owned, "owned is null");
        this.requests = requireNonNull(requests, "requests is null");
    }

    @Override
    public CommentForm form() {
        return FORM;
    }

    /** A repository's access token is no user, and what it writes, no person can have written. */
    @Override
    public List<Comment> comments(String number) {
        ProviderRequests.Reply me = requests.send("GET", "/user", null, NOT_FOR_THIS_TOKEN);
        Predicate<JsonNode> isOurs = me.good()
                ? comment -> comment.path("user").path("uuid").equals(me.body().path("uuid"))
                : comment -> comment.path("user").path("type").asText().equals("app_user");
        String path = repository + "/pullrequests/" + number + "/comments";
        List<Comment> comments = new ArrayList<>();
        for (int page = 1; page <= PAGES; page++) {
            JsonNode found = requests.send("GET", path + "?pagelen=" + PAGE + "&page=" + page, null);
            for (JsonNode comment : found.path("values")) {
                if (isOurs.test(comment) && !comment.path("deleted").asBoolean()) {
                    comments.add(new Comment(
                            path + "/" + comment.path("id").asText(),
                            comment.path("content").path("raw").asText()));
                }
            }
            if (!found.has("next")) {
                break;
            }
        }
        return comments;
    }

    @Override
    public void create(String number, String text) {
        requests.send("POST", repository + "/pullrequests/" + number + "/comments", content(text));
    }

    @Override
    public void update(Comment comment, String text) {
        requests.send("PUT", comment.path(), content(text));
    }

    @Override
    public void delete(Comment comment) {
        requests.send("DELETE", comment.path(), null, Set.of(404));
    }

    @Override
    public void annotate(String number, String commit, String mark, List<Annotation> annotations) {
        String report = repository + "/commit/" + commit + "/reports/" + REPORT;
        requests.send("DELETE", report, null, Set.of(404));
        if (annotations.isEmpty()) {
            return;
        }
        requests.send(
                "PUT",
                report,
                JSON.objectNode()
                        .put("title", "Plumbline")
                        .put("details", "The live repository is not valid at this commit.")
                        .put("report_type", "BUG")
                        .put("reporter", "Plumbline")
                        .put("result", "FAILED"));
        int most = Math.min(ANNOTATIONS, annotations.size());
        for (int from = 0; from < most; from += ANNOTATIONS_AT_ONCE) {
            ArrayNode body = JSON.arrayNode();
            for (int index = from; index < Math.min(most, from + ANNOTATIONS_AT_ONCE); index++) {
                body.add(annotation(index, annotations.get(index)));
            }
            requests.send("POST", report + "/annotations", body);
        }
    }

    private static ObjectNode annotation(int index, Annotation annotation) {
        String summary = annotation.title() + ": " + annotation.message();
        return JSON.objectNode()
                .put("external_id", REPORT + "-" + index)
                .put("annotation_type", "BUG")
                .put("severity", "HIGH")
                .put("path", annotation.file())
                .put("line", annotation.line())
                .put(
                        "summary",
                        summary.length() <= SUMMARY_LENGTH ? summary : summary.substring(0, SUMMARY_LENGTH - 1) + "…");
    }

    private static ObjectNode content(String text) {
        ObjectNode body = JSON.objectNode();
        body.putObject("content").put("raw", text);
        return body;
    }
}
