package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** GitLab, hosted anywhere: notes on a merge request, and discussions on the lines that it changes. */
final class GitLabPullRequests implements PullRequestApi {

    private static final CommentForm FORM = new CommentForm(900_000, true);
    private static final int PAGE = 100;
    private static final int PAGES = 30;

    /** So many discussions are read by nobody. */
    private static final int DISCUSSED = 20;

    private static final Set<Integer> NOT_IN_THE_DIFF = Set.of(400, 422);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String requestsOfProject;
    private final ProviderRequests requests;

    GitLabPullRequests(String project, ProviderRequests requests) {
        this.requestsOfProject = "/projects/" + requireNonNull(project, "project is null") + "/merge_requests/";
        this.requests = requireNonNull(requests, "requests is null");
    }

    @Override
    public CommentForm form() {
        return FORM;
    }

    @Override
    public List<Comment> comments(String number) {
        return ours(number, false);
    }

    private List<Comment> ours(String number, boolean onLines) {
        JsonNode me = requests.send("GET", "/user", null).path("id");
        String notes = requestsOfProject + number + "/notes";
        List<Comment> comments = new ArrayList<>();
        for (int page = 1; page <= PAGES; page++) {
            JsonNode found = requests.send(
                    "GET", notes + "?sort=asc&order_by=created_at&per_page=" + PAGE + "&page=" + page, null);
            for (JsonNode note : found) {
                boolean isOnLine = note.path("type").asText().equals("DiffNote");
                if (note.path("author").path("id").equals(me) && isOnLine == onLines) {
                    comments.add(new Comment(
                            notes + "/" + note.path("id").asText(),
                            note.path("body").asText()));
                }
            }
            if (found.size() < PAGE) {
                break;
            }
        }
        return comments;
    }

    @Override
    public void create(String number, String text) {
        requests.send(
                "POST", requestsOfProject + number + "/notes", JSON.objectNode().put("body", text));
    }

    @Override
    public void update(Comment comment, String text) {
        requests.send("PUT", comment.path(), JSON.objectNode().put("body", text));
    }

    @Override
    public void delete(Comment comment) {
        requests.send("DELETE", comment.path(), null, Set.of(404));
    }

    @Override
    public void annotate(String number, String commit, String mark, List<Annotation> annotations) {
        ours(number, true).stream()
                .filter(comment -> comment.text().contains(mark))
                .forEach(this::delete);
        if (annotations.isEmpty()) {
            return;
        }
        JsonNode refs = requests.send("GET", requestsOfProject + number, null).path("diff_refs");
        for (Annotation annotation : annotations.subList(0, Math.min(DISCUSSED, annotations.size()))) {
            ObjectNode body = JSON.objectNode().put("body", CommentText.annotation(mark, annotation));
            body.putObject("position")
                    .put("position_type", "text")
                    .put("base_sha", refs.path("base_sha").asText())
                    .put("start_sha", refs.path("start_sha").asText())
                    .put("head_sha", refs.path("head_sha").asText())
                    .put("old_path", annotation.file())
                    .put("new_path", annotation.file())
                    .put("new_line", annotation.line());
            // A line that the merge request leaves alone takes none; the comment says it all the same.
            requests.send("POST", requestsOfProject + number + "/discussions", body, NOT_IN_THE_DIFF);
        }
    }
}
