package dev.plumbline.accounts.commits;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * GitHub, and GitHub Enterprise Server. Lines are annotated by a check run, which only an App may make; with any other
 * token by comments of a review, which stand on lines that the pull request changes or shows.
 */
final class GitHubPullRequests implements PullRequestApi {

    private static final CommentForm FORM = new CommentForm(65_000, true);
    private static final int PAGE = 100;
    private static final int PAGES = 30;
    private static final int ANNOTATIONS_AT_ONCE = 50;

    /** So many comments of a review are read by nobody. */
    private static final int REVIEWED = 20;

    private static final Set<Integer> NOT_FOR_THIS_TOKEN = Set.of(401, 403, 404);
    private static final Set<Integer> NOT_IN_THE_DIFF = Set.of(422);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String repository;
    private final ProviderRequests requests;

    GitHubPullRequests(String owned, ProviderRequests requests) {
        this.repository = "/repos/" + requireNonNull(owned, "owned is null");
        this.requests = requireNonNull(requests, "requests is null");
    }

    @Override
    public CommentForm form() {
        return FORM;
    }

    @Override
    public List<Comment> comments(String number) {
        return ours("/issues/" + number + "/comments", "/issues/comments/");
    }

    @Override
    public void create(String number, String text) {
        requests.send(
                "POST",
                repository + "/issues/" + number + "/comments",
                JSON.objectNode().put("body", text));
    }

    @Override
    public void update(Comment comment, String text) {
        requests.send("PATCH", comment.path(), JSON.objectNode().put("body", text));
    }

    @Override
    public void delete(Comment comment) {
        requests.send("DELETE", comment.path(), null, Set.of(404));
    }

    @Override
    public void annotate(String number, String commit, String mark, List<Annotation> annotations) {
        if (!annotations.isEmpty() && checked(commit, annotations)) {
            return;
        }
        ours("/pulls/" + number + "/comments", "/pulls/comments/").stream()
                .filter(comment -> comment.text().contains(mark))
                .forEach(this::delete);
        annotations.stream().limit(REVIEWED).forEach(annotation -> review(number, commit, mark, annotation));
    }

    /** An App's token names no user; what Apps write, no person can have written. */
    private List<Comment> ours(String listed, String each) {
        ProviderRequests.Reply me = requests.send("GET", "/user", null, NOT_FOR_THIS_TOKEN);
        Predicate<JsonNode> isOurs = me.good()
                ? comment -> comment.path("user").path("id").equals(me.body().path("id"))
                : comment -> comment.path("user").path("type").asText().equals("Bot")
                        && comment.path("performed_via_github_app").isObject();
        List<Comment> comments = new ArrayList<>();
        for (int page = 1; page <= PAGES; page++) {
            JsonNode found = requests.send("GET", repository + listed + "?per_page=" + PAGE + "&page=" + page, null);
            for (JsonNode comment : found) {
                if (isOurs.test(comment)) {
                    comments.add(new Comment(
                            repository + each + comment.path("id").asText(),
                            comment.path("body").asText()));
                }
            }
            if (found.size() < PAGE) {
                break;
            }
        }
        return comments;
    }

    /** Returns whether a check run could be made. It takes the place of an earlier one of the same commit. */
    private boolean checked(String commit, List<Annotation> annotations) {
        Optional<String> run = Optional.empty();
        for (int from = 0; from < annotations.size(); from += ANNOTATIONS_AT_ONCE) {
            List<Annotation> some = annotations.subList(from, Math.min(annotations.size(), from + ANNOTATIONS_AT_ONCE));
            ObjectNode body = check(annotations.size(), some);
            if (run.isPresent()) {
                requests.send("PATCH", run.get(), body);
                continue;
            }
            body.put("name", "plumbline/estate").put("head_sha", commit);
            ProviderRequests.Reply reply = requests.send("POST", repository + "/check-runs", body, NOT_FOR_THIS_TOKEN);
            if (!reply.good()) {
                return false;
            }
            run = Optional.of(
                    repository + "/check-runs/" + reply.body().path("id").asText());
        }
        return true;
    }

    private static ObjectNode check(int count, List<Annotation> some) {
        ObjectNode body = JSON.objectNode().put("status", "completed").put("conclusion", "failure");
        ObjectNode output = body.putObject("output")
                .put("title", count == 1 ? "1 problem" : count + " problems")
                .put("summary", "The live repository is not valid at this commit.");
        ArrayNode shown = output.putArray("annotations");
        for (Annotation annotation : some) {
            shown.addObject()
                    .put("path", annotation.file())
                    .put("start_line", annotation.line())
                    .put("end_line", annotation.line())
                    .put("annotation_level", "failure")
                    .put("title", annotation.title())
                    .put("message", annotation.message());
        }
        return body;
    }

    /** On its line where the pull request shows it, else on its file where the pull request changes that, else not. */
    private void review(String number, String commit, String mark, Annotation annotation) {
        String path = repository + "/pulls/" + number + "/comments";
        ObjectNode onFile = JSON.objectNode()
                .put("body", CommentText.annotation(mark, annotation))
                .put("commit_id", commit)
                .put("path", annotation.file());
        ObjectNode onLine = onFile.deepCopy().put("line", annotation.line()).put("side", "RIGHT");
        if (!requests.send("POST", path, onLine, NOT_IN_THE_DIFF).good()) {
            requests.send("POST", path, onFile.put("subject_type", "file"), NOT_IN_THE_DIFF);
        }
    }
}
