package dev.plumbline.webhook.payload;

import java.util.Set;
import java.util.regex.Pattern;

/** Reads what providers tell of pull requests. */
final class PullRequests {

    private static final Fields GITHUB = Fields.of(
            "repository.id",
            "action",
            "number",
            "changes.base",
            "pull_request.draft",
            "pull_request.head.ref",
            "pull_request.head.sha",
            "pull_request.head.repo.id",
            "pull_request.base.ref",
            "pull_request.base.sha");
    private static final Fields GITLAB = Fields.of(
            "project.id",
            "changes.draft",
            "changes.work_in_progress",
            "changes.target_branch",
            "changes.title.previous",
            "object_attributes.action",
            "object_attributes.iid",
            "object_attributes.oldrev",
            "object_attributes.draft",
            "object_attributes.work_in_progress",
            "object_attributes.source_branch",
            "object_attributes.target_branch",
            "object_attributes.source_project_id",
            "object_attributes.last_commit.id");
    private static final Fields BITBUCKET = Fields.of(
            "repository.uuid",
            "pullrequest.id",
            "pullrequest.state",
            "pullrequest.draft",
            "pullrequest.source.branch.name",
            "pullrequest.source.commit.hash",
            "pullrequest.source.repository.uuid",
            "pullrequest.destination.branch.name",
            "pullrequest.destination.commit.hash");
    private static final Set<String> GITHUB_ACTIONS = Set.of("opened", "reopened", "synchronize", "ready_for_review");
    private static final Set<String> GITLAB_ACTIONS = Set.of("open", "reopen");

    /** What GitLab takes for the title of a draft, with the words of versions before 14. */
    private static final Pattern DRAFT =
            Pattern.compile("\\s*(\\[(draft|wip)\\]|\\(draft\\)|(draft|wip):)", Pattern.CASE_INSENSITIVE);

    private PullRequests() {}

    /** A fork that was deleted is told as null: its branch is in no repository that counts. */
    static Message gitHub(byte[] body) {
        Document document = Document.parse(body, GITHUB);
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
                Payloads.BRANCH + base.at("ref").text("pull_request.base.ref"),
                !source.at("id").isNumber(repository),
                request.at("draft").isTrue(),
                moved || GITHUB_ACTIONS.contains(action),
                false,
                () -> new Message.Proposal(
                        document.at("number").number("number"),
                        new Movement(
                                Payloads.BRANCH + head.at("ref").text("pull_request.head.ref"),
                                base.at("sha").commit("pull_request.base.sha"),
                                head.at("sha").commit("pull_request.head.sha"))));
    }

    /**
     * An update tells what it changed: commits by {@code oldrev}, anything else under {@code changes}. The last commit
     * is null if the branch is gone, the source's project if the fork is. GitLab switches a webhook off after four
     * failed deliveries in a row, so none of that may be a failure.
     */
    static Message gitLab(byte[] body) {
        Document document = Document.parse(body, GITLAB);
        Document request = document.at("object_attributes");
        String project = document.at("project").at("id").number("project.id");
        String action = request.at("action").textOrEmpty();
        Document changes = document.at("changes");
        boolean moved = action.equals("update")
                && (request.at("oldrev").isThere()
                        || wasDraft(changes)
                        || changes.at("target_branch").isThere());
        return new Message.PullRequest(
                "gitlab:" + project,
                Payloads.BRANCH + request.at("target_branch").text("object_attributes.target_branch"),
                !request.at("source_project_id").isNumber(project),
                request.at("draft").isTrue() || request.at("work_in_progress").isTrue(),
                moved || GITLAB_ACTIONS.contains(action),
                !request.at("last_commit").isThere(),
                () -> new Message.Proposal(
                        request.at("iid").number("object_attributes.iid"),
                        new Movement(
                                Payloads.BRANCH + request.at("source_branch").text("object_attributes.source_branch"),
                                Movement.ZERO,
                                request.at("last_commit").at("id").commit("object_attributes.last_commit.id"))));
    }

    /**
     * A merge request is a draft by its title; not every version of GitLab tells of the change by a field of its own.
     */
    private static boolean wasDraft(Document changes) {
        return changes.at("draft").isThere()
                || changes.at("work_in_progress").isThere()
                || DRAFT.matcher(changes.at("title").at("previous").textOrEmpty())
                        .lookingAt();
    }

    /** An update does not tell what it changed; a plan of the same commit is not made twice anyway. */
    static Message bitbucket(byte[] body) {
        Document document = Document.parse(body, BITBUCKET);
        Document request = document.at("pullrequest");
        Document source = request.at("source");
        Document destination = request.at("destination");
        String repository = document.at("repository").at("uuid").text("repository.uuid");
        Document from = source.at("repository");
        return new Message.PullRequest(
                "bitbucket:" + repository,
                Payloads.BRANCH + destination.at("branch").at("name").text("pullrequest.destination.branch.name"),
                !from.at("uuid").textOrEmpty().equals(repository),
                request.at("draft").isTrue(),
                request.at("state").textOrEmpty().equals("OPEN"),
                !source.at("commit").isThere(),
                () -> new Message.Proposal(
                        request.at("id").number("pullrequest.id"),
                        new Movement(
                                Payloads.BRANCH + source.at("branch").at("name").text("pullrequest.source.branch.name"),
                                destination
                                        .at("commit")
                                        .at("hash")
                                        .commitOrBeginning("pullrequest.destination.commit.hash"),
                                source.at("commit").at("hash").commitOrBeginning("pullrequest.source.commit.hash"))));
    }
}
