package dev.plumbline.webhook.door;

import static java.util.Objects.requireNonNull;

import dev.plumbline.failure.Failure;
import dev.plumbline.webhook.payload.Message;
import dev.plumbline.webhook.payload.Movement;
import dev.plumbline.webhook.payload.Unreadable;

/** Decides what follows from an authentic message: nearly always nothing. */
public final class Door {

    private final DoorSettings settings;
    private final Runs runs;

    /** Creates the door of one live repository. */
    public Door(DoorSettings settings, Runs runs) {
        this.settings = requireNonNull(settings, "settings is null");
        this.runs = requireNonNull(runs, "runs is null");
    }

    /**
     * Answers a message. What a delivery has to say is demanded of it only once it is known that something follows.
     *
     * @param delivery id of the delivery, which no other has
     * @throws Failure when a run should be started and AWS cannot or will not
     * @throws Unreadable when something follows, and the delivery does not say what it has to
     */
    public Answer answer(Message message, String delivery) {
        return switch (message) {
            case Message.Ping _ -> new Answer.Pong();
            case Message.Other _ -> new Answer.Ignored("the event starts nothing");
            case Message.Push push -> pushed(push, delivery);
            case Message.PullRequest request -> requested(request, delivery);
            case Message.WorkflowCompleted completed -> completed(completed, delivery);
        };
    }

    /** Makes the harmless half of a start, before a snapshot is taken. */
    public void rehearse() {
        runs.rehearse(settings.ref());
    }

    private Answer pushed(Message.Push push, String delivery) {
        if (!push.repository().equals(settings.repository())) {
            return new Answer.Ignored("the push is not to the live repository");
        }
        return push.moved().stream()
                .filter(moved -> moved.ref().equals(settings.ref()))
                .findFirst()
                .map(moved -> moved(moved, delivery))
                .orElseGet(() -> new Answer.Ignored("the push is not to the branch that is deployed"));
    }

    /** A fork is never planned: its author would choose what is read with the accounts' roles. */
    private Answer requested(Message.PullRequest request, String delivery) {
        if (!request.repository().equals(settings.repository())) {
            return new Answer.Ignored("the pull request is not of the live repository");
        }
        if (!request.base().equals(settings.ref())) {
            return new Answer.Ignored("the pull request does not go into the branch that is deployed");
        }
        if (!request.planned()) {
            return new Answer.Ignored("nothing happened to the pull request that a plan depends on");
        }
        if (request.fork()) {
            return new Answer.Ignored("a pull request from a fork gets no plan");
        }
        if (request.draft()) {
            return new Answer.Ignored("a draft gets no plan before it is ready for review");
        }
        if (request.empty()) {
            return new Answer.Ignored("the pull request has no commit");
        }
        Message.Proposal proposal = request.proposal().read();
        return runs.start(new PlanRequest(
                settings.repository(), settings.ref(), proposal.number(), proposal.movement(), delivery));
    }

    private Answer moved(Message.Moved moved, String delivery) {
        return switch (settings.gate()) {
            case Gate.Push _ -> moved(moved.movement().read(), delivery);
            case Gate.CircleCi _ -> new Answer.Ignored("the commit is deployed when its CircleCI workflow is green");
        };
    }

    private Answer moved(Movement movement, String delivery) {
        return movement.isDeletion()
                ? new Answer.Ignored("the branch was deleted")
                : runs.start(new RunRequest(RunRequest.PUSH, settings.repository(), movement, delivery));
    }

    private Answer completed(Message.WorkflowCompleted completed, String delivery) {
        return switch (settings.gate()) {
            case Gate.Push _ -> new Answer.Ignored("a push starts a run, a workflow does not");
            case Gate.CircleCi awaited -> completed(awaited, completed, delivery);
        };
    }

    private Answer completed(Gate.CircleCi awaited, Message.WorkflowCompleted completed, String delivery) {
        if (!completed.project().equals(awaited.project())
                || !completed.workflow().equals(awaited.workflow())) {
            return new Answer.Ignored("the workflow is not the one that is awaited");
        }
        if (!completed.ref().equals(settings.ref())) {
            return new Answer.Ignored("the workflow did not run for the branch that is deployed");
        }
        if (!completed.succeeded()) {
            return new Answer.Ignored("the workflow is not green");
        }
        // A workflow tells which commit is green, not where the branch was before.
        Movement movement =
                new Movement(settings.ref(), Movement.ZERO, completed.commit().read());
        return runs.start(new RunRequest(RunRequest.CIRCLECI, settings.repository(), movement, delivery));
    }
}
