package dev.plumbline.webhook.payload;

import dev.plumbline.webhook.signature.Provider;
import java.util.List;
import java.util.Optional;

/** Reads what providers send. Only fields that matter are looked at; all others may be anything. */
public final class Payloads {

    static final String BRANCH = "refs/heads/";

    private static final Fields CODECOMMIT = Fields.of(
            "source",
            "detail-type",
            "account",
            "detail.event",
            "detail.referenceType",
            "detail.referenceFullName",
            "detail.repositoryId",
            "detail.commitId",
            "detail.oldCommitId");
    private static final Fields PUSH = Fields.of("ref", "before", "after", "repository.id", "project_id");
    private static final Fields BITBUCKET_PUSH = Fields.of(
            "repository.uuid",
            "push.changes.new.type",
            "push.changes.new.name",
            "push.changes.new.target.hash",
            "push.changes.old.type",
            "push.changes.old.name",
            "push.changes.old.target.hash");
    private static final Fields CIRCLECI = Fields.of(
            "project.id",
            "workflow.name",
            "workflow.status",
            "pipeline.vcs.branch",
            "pipeline.vcs.revision",
            "pipeline.trigger_parameters.git.branch",
            "pipeline.trigger_parameters.git.checkout_sha");
    private static final Fields NONE = Fields.of();

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
        Document document = Document.parse(event, CODECOMMIT);
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
        String ref = detail.at("referenceFullName").text("detail.referenceFullName");
        return new Message.Push(
                "codecommit:" + detail.at("repositoryId").text("detail.repositoryId"),
                List.of(new Message.Moved(
                        ref,
                        () -> new Movement(
                                ref,
                                old.isThere() ? old.commit("detail.oldCommitId") : Movement.ZERO,
                                detail.at("commitId").commit("detail.commitId")))));
    }

    private static Message gitHub(String event, byte[] body) {
        return switch (event) {
            case "ping" -> none(body, new Message.Ping());
            case "push" -> {
                Document document = Document.parse(body, PUSH);
                yield new Message.Push(
                        "github:" + document.at("repository").at("id").number("repository.id"),
                        List.of(moved(document)));
            }
            case "pull_request" -> PullRequests.gitHub(body);
            default -> none(body, new Message.Other());
        };
    }

    private static Message gitLab(String event, byte[] body) {
        return switch (event) {
            case "Push Hook" -> {
                Document document = Document.parse(body, PUSH);
                yield new Message.Push(
                        "gitlab:" + document.at("project_id").number("project_id"), List.of(moved(document)));
            }
            case "Merge Request Hook" -> PullRequests.gitLab(body);
            default -> none(body, new Message.Other());
        };
    }

    /** An event of which nothing is looked at has to be JSON all the same. */
    private static Message none(byte[] body, Message message) {
        var _ = Document.parse(body, NONE);
        return message;
    }

    private static Message.Moved moved(Document document) {
        String ref = document.at("ref").text("ref");
        return new Message.Moved(
                ref,
                () -> new Movement(
                        ref,
                        document.at("before").commit("before"),
                        document.at("after").commit("after")));
    }

    private static Message bitbucket(String event, byte[] body) {
        if (event.equals("pullrequest:created") || event.equals("pullrequest:updated")) {
            return PullRequests.bitbucket(body);
        }
        if (!event.equals("repo:push")) {
            return none(body, new Message.Other());
        }
        Document document = Document.parse(body, BITBUCKET_PUSH);
        return new Message.Push(
                "bitbucket:" + document.at("repository").at("uuid").text("repository.uuid"),
                document.at("push").at("changes").elements().stream()
                        .map(Payloads::bitbucketChange)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** A change whose {@code new} is null deleted what {@code old} names; tags are no branches. */
    private static Optional<Message.Moved> bitbucketChange(Document change) {
        Document now = change.at("new");
        Document before = change.at("old");
        Document named = now.isThere() ? now : before;
        if (!named.at("type").textOrEmpty().equals("branch")) {
            return Optional.empty();
        }
        String ref = BRANCH + named.at("name").text("push.changes[].new.name");
        return Optional.of(new Message.Moved(
                ref,
                () -> new Movement(
                        ref,
                        bitbucketCommit(before, "push.changes[].old.target.hash"),
                        bitbucketCommit(now, "push.changes[].new.target.hash"))));
    }

    private static String bitbucketCommit(Document side, String what) {
        return side.isThere() ? side.at("target").at("hash").commit(what) : Movement.ZERO;
    }

    /** A workflow of another project, of a schedule or of a tag need not say any of it: it is not the awaited one. */
    private static Message circleCi(String event, byte[] body) {
        if (!event.equals("workflow-completed")) {
            return none(body, event.equals("ping") ? new Message.Ping() : new Message.Other());
        }
        Document document = Document.parse(body, CIRCLECI);
        Document pipeline = document.at("pipeline");
        Document vcs = pipeline.at("vcs");
        // Projects that are connected by CircleCI's GitHub App tell it by their trigger's parameters instead.
        Document git = pipeline.at("trigger_parameters").at("git");
        String branch = either(vcs.at("branch"), git.at("branch")).textOrEmpty();
        return new Message.WorkflowCompleted(
                document.at("project").at("id").textOrEmpty(),
                document.at("workflow").at("name").textOrEmpty(),
                document.at("workflow").at("status").textOrEmpty().equals("success"),
                branch.isEmpty() ? "" : BRANCH + branch,
                () -> either(vcs.at("revision"), git.at("checkout_sha")).commit("pipeline.vcs.revision"));
    }

    private static Document either(Document first, Document second) {
        return first.isThere() ? first : second;
    }
}
