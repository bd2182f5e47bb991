package dev.plumbline.webhook.payload;

import dev.plumbline.webhook.signature.Provider;
import java.util.List;
import java.util.Optional;

/** Reads what providers send. Only fields that matter are looked at; all others may be anything. */
public final class Payloads {

    static final String BRANCH = "refs/heads/";

    private Payloads() {}

    /**
     * Reads an authentic delivery.
     *
     * @param event the name in the provider's event header
     * @throws Unreadable when the body is not what the event says
     */
    public static Message read(Provider provider, String event, byte[] body) {
        return switch (provider) {
            case GITHUB -> gitHub(event, body);
            case GITLAB -> gitLab(event, body);
            case BITBUCKET -> bitbucket(event, body);
            case CIRCLECI -> circleCi(event, body);
        };
    }

    /**
     * Reads an event of CodeCommit from EventBridge.
     *
     * @param account the only account whose events count
     * @throws Unreadable when the event is not what its type says
     */
    public static Message codeCommit(byte[] event, String account) {
        Document document = Document.parse(event);
        boolean ours = document.at("source").textOrEmpty().equals("aws.codecommit")
                && document.at("detail-type").textOrEmpty().equals("CodeCommit Repository State Change")
                && document.at("account").textOrEmpty().equals(account);
        Document detail = document.at("detail");
        boolean moved = List.of("referenceUpdated", "referenceCreated")
                .contains(detail.at("event").textOrEmpty());
        if (!ours || !moved || !detail.at("referenceType").textOrEmpty().equals("branch")) {
            return new Message.Other();
        }
        Document old = detail.at("oldCommitId");
        return new Message.Push(
                "codecommit:" + detail.at("repositoryId").text("detail.repositoryId"),
                List.of(new Movement(
                        detail.at("referenceFullName").text("detail.referenceFullName"),
                        old.isThere() ? old.commit("detail.oldCommitId") : Movement.ZERO,
                        detail.at("commitId").commit("detail.commitId"))));
    }

    private static Message gitHub(String event, byte[] body) {
        Document document = Document.parse(body);
        return switch (event) {
            case "ping" -> new Message.Ping();
            case "push" ->
                new Message.Push(
                        "github:" + document.at("repository").at("id").number("repository.id"),
                        List.of(movement(document)));
            case "pull_request" -> PullRequests.gitHub(document);
            default -> new Message.Other();
        };
    }

    private static Message gitLab(String event, byte[] body) {
        Document document = Document.parse(body);
        return switch (event) {
            case "Push Hook" ->
                new Message.Push(
                        "gitlab:" + document.at("project_id").number("project_id"), List.of(movement(document)));
            case "Merge Request Hook" -> PullRequests.gitLab(document);
            default -> new Message.Other();
        };
    }

    private static Movement movement(Document document) {
        return new Movement(
                document.at("ref").text("ref"),
                document.at("before").commit("before"),
                document.at("after").commit("after"));
    }

    private static Message bitbucket(String event, byte[] body) {
        Document document = Document.parse(body);
        if (event.equals("pullrequest:created") || event.equals("pullrequest:updated")) {
            return PullRequests.bitbucket(document);
        }
        if (!event.equals("repo:push")) {
            return new Message.Other();
        }
        return new Message.Push(
                "bitbucket:" + document.at("repository").at("uuid").text("repository.uuid"),
                document.at("push").at("changes").elements().stream()
                        .map(Payloads::bitbucketChange)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** A change whose {@code new} is null deleted what {@code old} names; tags are no branches. */
    private static Optional<Movement> bitbucketChange(Document change) {
        Document now = change.at("new");
        Document before = change.at("old");
        Document named = now.isThere() ? now : before;
        if (!named.at("type").textOrEmpty().equals("branch")) {
            return Optional.empty();
        }
        return Optional.of(new Movement(
                BRANCH + named.at("name").text("push.changes[].new.name"),
                bitbucketCommit(before, "push.changes[].old.target.hash"),
                bitbucketCommit(now, "push.changes[].new.target.hash")));
    }

    private static String bitbucketCommit(Document side, String what) {
        return side.isThere() ? side.at("target").at("hash").commit(what) : Movement.ZERO;
    }

    private static Message circleCi(String event, byte[] body) {
        Document document = Document.parse(body);
        if (!event.equals("workflow-completed")) {
            return event.equals("ping") ? new Message.Ping() : new Message.Other();
        }
        Document pipeline = document.at("pipeline");
        Document vcs = pipeline.at("vcs");
        // Projects that are connected by CircleCI's GitHub App tell it by their trigger's parameters instead.
        Document git = pipeline.at("trigger_parameters").at("git");
        String branch = either(vcs.at("branch"), git.at("branch")).textOrEmpty();
        return new Message.WorkflowCompleted(
                document.at("project").at("id").text("project.id"),
                document.at("workflow").at("name").text("workflow.name"),
                document.at("workflow").at("status").textOrEmpty().equals("success"),
                branch.isEmpty() ? "" : BRANCH + branch,
                either(vcs.at("revision"), git.at("checkout_sha")).commit("pipeline.vcs.revision"));
    }

    private static Document either(Document first, Document second) {
        return first.isThere() ? first : second;
    }
}
