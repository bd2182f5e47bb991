package dev.plumbline.webhook.payload;

import java.util.Set;

/** Reads what providers tell of pull requests. */
final class PullRequests {

    private static final Set<String> GITHUB_ACTIONS = Set.of("opened", "reopened", "synchronize", "ready_for_review");
    private static final Set<String> GITLAB_ACTIONS = Set.of("open", "reopen");

    private PullRequests() {}

    /** A fork that was deleted is told as null: its branch is in no repository that counts. */
    static Message gitHub(Document document) {
        Document request = document.at("pull_request");
        Document head = request.at("head");
        Document base = request.at("base");
        String repository = document.at("repository").at("id").number("repository.id");
        String action = document.at("action").text("action");
        Document source = head.at("repo");
        boolean moved =
                action.equals("edited") && document.at("changes").at("base").isThere();
        return new Message.PullRequest(
                "github:" + repository,
                document.at("number").number("number"),
                Payloads.BRANCH + base.at("ref").text("pull_request.base.ref"),
                new Movement(
                        Payloads.BRANCH + head.at("ref").text("pull_request.head.ref"),
                        base.at("sha").commit("pull_request.base.sha"),
                        head.at("sha").commit("pull_request.head.sha")),
                !source.isThere()
                        || !source.at("id").number("pull_request.head.repo.id").equals(repository),
                request.at("draft").isTrue(),
                moved || GITHUB_ACTIONS.contains(action));
    }

    /** An update tells what it changed: commits by {@code oldrev}, anything else under {@code changes}. */
    static Message gitLab(Document document) {
        Document request = document.at("object_attributes");
        String project = document.at("project").at("id").number("project.id");
        String action = request.at("action").textOrEmpty();
        Document changes = document.at("changes");
        boolean moved = action.equals("update")
                && (request.at("oldrev").isThere()
                        || changes.at("draft").isThere()
                        || changes.at("target_branch").isThere());
        return new Message.PullRequest(
                "gitlab:" + project,
                request.at("iid").number("object_attributes.iid"),
                Payloads.BRANCH + request.at("target_branch").text("object_attributes.target_branch"),
                new Movement(
                        Payloads.BRANCH + request.at("source_branch").text("object_attributes.source_branch"),
                        Movement.ZERO,
                        request.at("last_commit").at("id").commit("object_attributes.last_commit.id")),
                !request.at("source_project_id")
                        .number("object_attributes.source_project_id")
                        .equals(project),
                request.at("draft").isTrue() || request.at("work_in_progress").isTrue(),
                moved || GITLAB_ACTIONS.contains(action));
    }

    /** An update does not tell what it changed; a plan of the same commit is not made twice anyway. */
    static Message bitbucket(Document document) {
        Document request = document.at("pullrequest");
        Document source = request.at("source");
        Document destination = request.at("destination");
        String repository = document.at("repository").at("uuid").text("repository.uuid");
        Document from = source.at("repository");
        return new Message.PullRequest(
                "bitbucket:" + repository,
                request.at("id").number("pullrequest.id"),
                Payloads.BRANCH + destination.at("branch").at("name").text("pullrequest.destination.branch.name"),
                new Movement(
                        Payloads.BRANCH + source.at("branch").at("name").text("pullrequest.source.branch.name"),
                        destination.at("commit").at("hash").commitOrBeginning("pullrequest.destination.commit.hash"),
                        source.at("commit").at("hash").commitOrBeginning("pullrequest.source.commit.hash")),
                !from.isThere() || !from.at("uuid").textOrEmpty().equals(repository),
                request.at("draft").isTrue(),
                request.at("state").textOrEmpty().equals("OPEN"));
    }
}
